import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HouseholdPorts } from './ports.js';

export interface HouseholdFolders {
  readonly root: string;
  readonly db: string;
  readonly media: string;
  readonly config: string;
}

export interface ConfigurationOptions {
  ports: HouseholdPorts;
  natsUrl: string;
  providerUrl: string;
  /** Values of [download_manager] that differ from the quick ones the tests use. */
  downloadManager?: Readonly<Record<string, string | number | boolean>>;
  /** Top-level values, such as `downloader_timeout_sec`. */
  topLevel?: Readonly<Record<string, string | number | boolean>>;
}

/** Short waits, so that a fault is over in seconds; nothing else differs from a real configuration. */
const QUICK = { process_interval_secs: 1, initial_backoff_secs: 1, max_backoff_secs: 2, lease_secs: 5, max_retries: 5 };

const lines = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    .join('\n');

export async function writeConfiguration(root: string, options: ConfigurationOptions): Promise<HouseholdFolders> {
  const folders = { root, db: join(root, 'db'), media: join(root, 'media'), config: join(root, 'pezzottify.toml') };
  for (const folder of [folders.db, folders.media]) await mkdir(folder, { recursive: true });
  await writeFile(folders.config, tomlOf(folders, options));
  return folders;
}

function tomlOf(
  folders: HouseholdFolders,
  { ports, natsUrl, providerUrl, downloadManager, topLevel }: ConfigurationOptions,
): string {
  return `${lines({
    db_dir: folders.db,
    media_path: folders.media,
    port: ports.gateway,
    metrics_port: ports.gatewayMetrics,
    downloader_url: providerUrl,
    downloader_timeout_sec: 3,
    ...topLevel,
  })}

[nats]
${lines({ url: natsUrl })}

[services]
${lines({
  catalog_api_url: `http://127.0.0.1:${ports.gateway}`,
  job_scheduler_url: `http://127.0.0.1:${ports.scheduler}`,
  download_manager_url: `http://127.0.0.1:${ports.downloads}`,
  job_scheduler_port: ports.scheduler,
  job_scheduler_metrics_port: ports.schedulerMetrics,
  download_manager_port: ports.downloads,
  download_manager_metrics_port: ports.downloadsMetrics,
})}

[download_manager]
${lines({ ...QUICK, min_free_space_mb: 0, ...downloadManager })}
`;
}
