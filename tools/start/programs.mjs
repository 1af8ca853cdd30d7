import { join } from 'node:path';
import { inRoot, pinnedNode } from '../setup/paths.mjs';
import { libraryIsRead, portIsOpen, serviceIsReady } from './readiness.mjs';

/**
 * V8 looks for dead buffers in its young generation when twice the largest size of that is held by them: at its usual
 * 16 MB so seldom that the collector of the old generation, 50 ms of a core, runs instead. Measured: six times for each
 * album of 60 MB, and not at all with 2 MB. The catalog API makes answers and holds no buffers: 8 MB save it half of the
 * work with them, and 40 MB of what they would be promoted to.
 */
const youngGenerationMb = (name) => (name === 'catalog-api' ? 8 : 2);

/** The command of a built app. */
export const appCommand = (name, ...args) => [
  pinnedNode,
  `--max-semi-space-size=${youngGenerationMb(name)}`,
  inRoot('dist', 'apps', name, 'main.js'),
  ...args,
];

/** What runs, in the order of starting; stopping goes the other way round. NATS first: the services need it to be ready. */
export function programs({ folder, layout, library, nats }) {
  const { ports } = layout;
  return [
    ...(ports.nats === undefined ? [] : [natsServer(folder, ports.nats, nats)]),
    ...(ports.downloader === undefined ? [] : [downloader(folder, ports.downloader, library)]),
    service('Catalog API', 'catalog-api', folder, gatewayUrl(layout)),
    service('Job scheduler', 'job-scheduler', folder, `http://127.0.0.1:${ports.scheduler}`),
    service('Download manager', 'download-manager', folder, `http://127.0.0.1:${ports.downloads}`),
  ].map((program) => ({ ...program, logFile: join(folder.logs, `${program.name}.log`) }));
}

export const gatewayUrl = ({ isSecure, ports }) => `${isSecure ? 'https' : 'http'}://127.0.0.1:${ports.gateway}`;

const natsServer = (folder, port, program) => ({
  title: 'NATS',
  name: 'nats-server',
  command: [program, '--jetstream', '--store_dir', folder.nats, '--addr', '127.0.0.1', '--port', String(port)],
  readiness: portIsOpen(port),
});

const downloader = (folder, port, library) => ({
  title: 'Downloader',
  name: 'library-downloader',
  command: appCommand(
    'library-downloader',
    ...['--library', library, '--port', String(port), '--index', folder.libraryIndex],
  ),
  readiness: libraryIsRead(`http://127.0.0.1:${port}/status`),
});

const service = (title, name, folder, url) => ({
  title,
  name,
  command: appCommand(name, '--config', folder.config),
  readiness: serviceIsReady(`${url}/health/ready`),
});
