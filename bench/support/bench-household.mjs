import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNatsServer } from '../../tools/setup/nats-server.mjs';
import { pinnedNode } from '../../tools/setup/paths.mjs';
import { buildServices } from '../../tools/start/build.mjs';
import { dataFolder, makeDataFolder } from '../../tools/start/data-folder.mjs';
import { ensureFirstAdmin } from '../../tools/start/first-admin.mjs';
import { appCommand, programs } from '../../tools/start/programs.mjs';
import { portIsOpen, serviceIsReady } from '../../tools/start/readiness.mjs';
import { Supervisor } from '../../tools/start/supervisor.mjs';
import { freePort } from './processes.mjs';

const silently = () => undefined;

const names = [
  'gateway',
  'scheduler',
  'downloads',
  'downloader',
  'nats',
  'gatewayMetrics',
  'schedulerMetrics',
  'downloadsMetrics',
];

/** The production shape on free ports with a given downloader, in a folder of its own that is removed at the end. */
export async function startHousehold({ workers, provider }) {
  await buildServices();
  const ports = {};
  for (const name of names) ports[name] = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'pezzottify-bench-'));
  const folder = dataFolder(dataDir);
  const downloaderUrl = `http://127.0.0.1:${ports.downloader}`;
  const layout = { ports, downloaderUrl, dbDir: folder.newDbDir, mediaDir: folder.newMediaDir, isSecure: false };
  makeDataFolder(folder, layout);
  appendFileSync(folder.config, '\n[download_manager]\nmax_albums_per_hour = 1000\nmax_albums_per_day = 1000\n');
  const login = await ensureFirstAdmin(folder, layout);
  const supervisor = new Supervisor({ say: () => undefined });
  supervisor.onUnexpectedExit = (name, how, log) =>
    console.error(`${name} ended (${how}): ${readFileSync(log, 'utf8').slice(-500)}`);
  const all = programs({ folder, layout, library: '', nats: await ensureNatsServer(() => undefined) });
  for (const program of withProvider(all, provider, ports)) await supervisor.start(asOwner(program), silently);
  for (let number = 1; number <= workers; number += 1) await supervisor.start(await worker(folder, number), silently);
  return {
    url: `http://127.0.0.1:${ports.gateway}`,
    providerUrl: `http://127.0.0.1:${ports.downloader}`,
    login,
    folder,
    memory: () => residentMegabytes(dataDir),
    stop: async () => {
      await supervisor.stopAll();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const withProvider = (all, provider, ports) =>
  all.map((program) =>
    program.name === 'library-downloader'
      ? {
          ...program,
          command: [pinnedNode, ...provider(ports.downloader)],
          readiness: serviceIsReady(`http://127.0.0.1:${ports.downloader}/status`),
        }
      : program,
  );

const asOwner = (program) =>
  program.name === 'download-manager' ? { ...program, command: [...program.command, '--role', 'owner'] } : program;

async function worker(folder, number) {
  const port = await freePort();
  const name = `worker-${number}`;
  return {
    title: name,
    name,
    command: appCommand(
      'download-manager',
      ...['--config', folder.config, '--role', 'worker', '--metrics-port', String(port)],
    ),
    readiness: portIsOpen(port),
    logFile: join(folder.logs, `${name}.log`),
  };
}

/** Of every service that runs with this data folder (Linux). */
function residentMegabytes(dataDir) {
  const read = (pid, file) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
  return readdirSync('/proc').flatMap((pid) => {
    const command = /^\d+$/.test(pid) ? read(pid, 'cmdline').split('\0') : [];
    const app = command.map((word) => /apps\/([\w-]+)\/main\.js$/.exec(word)?.[1]).find(Boolean);
    if (app === undefined || !command.some((word) => word.startsWith(dataDir))) return [];
    const name = command.includes('worker') ? 'download-worker' : app;
    return [[name, Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0) / 1024]];
  });
}
