import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the data folder and its configuration file; both are kept as they are when they exist. */
export function prepareDataFolder(options) {
  const at = (...parts) => join(options.dataDir, ...parts);
  const folder = {
    root: options.dataDir,
    db: at('db'),
    media: at('media'),
    nats: at('nats'),
    logs: at('logs'),
    config: at('pezzottify.toml'),
    loginFile: at('first-login.txt'),
    firstAlbumFile: at('.first-album-asked'),
    libraryIndex: at('library-index.db'),
  };
  try {
    if (existsSync(folder.root) && !statSync(folder.root).isDirectory()) throw new Error('it is not a folder');
    for (const path of [folder.db, folder.media, folder.nats, folder.logs]) mkdirSync(path, { recursive: true });
    accessSync(folder.root, constants.W_OK);
    if (!existsSync(folder.config)) writeFileSync(folder.config, configuration(folder, options), { mode: 0o640 });
  } catch (cause) {
    throw new Error(
      `the data folder ${folder.root} cannot be used (${cause.message}); choose another with --data DIR`,
      { cause },
    );
  }
  return folder;
}

const toml = JSON.stringify;

function configuration(folder, { ports }) {
  return `# Written once by npm start; edit it as you like. Every key is explained in pezzottify.example.toml.
db_dir = ${toml(folder.db)}
media_path = ${toml(folder.media)}
port = ${ports.gateway}
metrics_port = ${ports.gatewayMetrics}
downloader_url = "http://127.0.0.1:${ports.downloader}"

[nats]
url = "nats://127.0.0.1:${ports.nats}"

[services]
catalog_api_url = "http://127.0.0.1:${ports.gateway}"
job_scheduler_url = "http://127.0.0.1:${ports.scheduler}"
job_scheduler_port = ${ports.scheduler}
job_scheduler_metrics_port = ${ports.schedulerMetrics}
download_manager_url = "http://127.0.0.1:${ports.downloads}"
download_manager_port = ${ports.downloads}
download_manager_metrics_port = ${ports.downloadsMetrics}
`;
}
