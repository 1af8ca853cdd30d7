import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inRoot } from '../../tools/setup/paths.mjs';
import { appCommand } from '../../tools/start/programs.mjs';
import { end, readyLine } from './processes.mjs';

/** The built catalog-api on a folder of databases and media, on a free port; `stall` tells the longest one since the last. */
export async function startCatalogApi(dbDir, more = []) {
  const [program, ...args] = appCommand('catalog-api', ...['--db-dir', dbDir, '--port', '0', '--metrics-port', '0']);
  const hooks = ['--import', inRoot('bench/support/loop-delay.mjs')];
  const quiet = ['--logging-level', 'none', '--nats-url', 'nats://127.0.0.1:1'];
  const startedAt = performance.now();
  const child = spawn(program, [...hooks, ...args, ...quiet, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  const { port } = await readyLine(child);
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    ...{ pid: child.pid, url: `http://127.0.0.1:${port}`, seconds },
    stall: async () => {
      const told = once(child.stderr, 'data');
      child.kill('SIGUSR2');
      return String(await told).trim();
    },
    stop: () => end(child),
  };
}
