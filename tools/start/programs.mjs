import { inRoot, pinnedNode } from '../setup/paths.mjs';

const app = (name) => inRoot('dist', 'apps', name, 'main.js');
const ready = (port) => `http://127.0.0.1:${port}/health/ready`;

/** What runs, in the order of starting; stopping goes the other way round. */
export function programs({ folder, options, nats }) {
  const { ports } = options;
  const service = (title, name, port) => ({
    title,
    name,
    command: [pinnedNode, app(name), '--config', folder.config],
    readyUrl: ready(port),
  });
  return [
    {
      title: 'NATS',
      name: 'nats-server',
      command: [nats, '--jetstream', '--store_dir', folder.nats, '--addr', '127.0.0.1', '--port', String(ports.nats)],
      readyPort: ports.nats,
    },
    {
      title: 'Downloader',
      name: 'library-downloader',
      command: [
        ...[pinnedNode, app('library-downloader'), '--library', options.libraryDir],
        ...['--port', String(ports.downloader), '--index', folder.libraryIndex],
      ],
      readyUrl: `http://127.0.0.1:${ports.downloader}/health`,
    },
    service('Catalog API', 'catalog-api', ports.gateway),
    service('Job scheduler', 'job-scheduler', ports.scheduler),
    service('Download manager', 'download-manager', ports.downloads),
  ].map((program) => ({ ...program, logFile: `${folder.logs}/${program.name}.log` }));
}
