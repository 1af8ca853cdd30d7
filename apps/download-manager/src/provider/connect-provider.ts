import { type Config } from '@pezzottify/config';
import { type Metrics } from '@pezzottify/observability';
import { DownloaderCollector } from './downloader.collector.js';
import { HttpProvider } from './http-provider.adapter.js';
import { type Provider } from './provider.port.js';

/** The provider that the configuration names; null when it names none. Once per process: it registers metrics. */
export function connectProvider(
  config: Pick<Config, 'downloaderUrl' | 'downloaderTimeoutSec'>,
  version: string,
  metrics?: Metrics,
): Provider | null {
  if (config.downloaderUrl === null) return null;
  return new HttpProvider({
    url: config.downloaderUrl,
    timeoutSeconds: config.downloaderTimeoutSec,
    version,
    observer: metrics === undefined ? undefined : new DownloaderCollector(metrics),
  });
}
