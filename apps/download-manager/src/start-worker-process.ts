import { type Config } from '@pezzottify/config';
import { MessageBus } from '@pezzottify/messaging';
import { Metrics, startMetricsServer } from '@pezzottify/observability';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { connectProvider } from './provider/connect-provider.js';
import { startWorker } from './worker/start-worker.js';

/** A worker on its own: any number of them, wherever NATS, the downloader and the media folder can be reached. */
export async function startWorkerProcess(config: Config, context: ServiceContext): Promise<RunningService> {
  const { logger, clock, version } = context;
  const metrics = new Metrics();
  const provider = connectProvider(config, version, metrics);
  if (!provider) throw new Error('a worker needs to know the downloader: downloader_url is not set');
  const bus = MessageBus.connect({ url: config.nats.url, service: 'download-worker', logger });
  const metricsServer = await startMetricsServer({ metrics, port: config.metricsPort });
  bus.start();
  const worker = await startWorker({ bus, provider, config, logger, clock, version });
  return {
    ready: { metricsPort: metricsServer.port },
    reload: () => worker.lookAgain(),
    stop: async () => {
      await worker.stop();
      await bus.stop();
      await provider.close();
      await metricsServer.close();
    },
  };
}
