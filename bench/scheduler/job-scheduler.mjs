import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNatsServer } from '../../tools/setup/nats-server.mjs';
import { appCommand } from '../../tools/start/programs.mjs';
import { residentMegabytes } from '../support/figures.mjs';
import { end, freePort } from '../support/processes.mjs';

const READY_LIMIT_MS = 60_000;

/** NATS and the built job-scheduler on free ports, in a folder of their own that is removed at the end. */
export async function startScheduler() {
  const folder = mkdtempSync(join(tmpdir(), 'pezzottify-bench-scheduler-'));
  const [natsPort, port, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const natsUrl = `nats://127.0.0.1:${natsPort}`;
  const storage = ['--jetstream', '--store_dir', join(folder, 'nats')];
  const program = await ensureNatsServer(() => undefined);
  const nats = spawn(program, [...storage, '--addr', '127.0.0.1', '--port', String(natsPort)], { stdio: 'ignore' });
  const [node, ...app] = appCommand(
    'job-scheduler',
    ...['--db-dir', folder, '--port', String(port), '--metrics-port', String(metricsPort)],
    ...['--nats-url', natsUrl, '--logging-level', 'none'],
  );
  const scheduler = spawn(node, app, { stdio: ['ignore', 'ignore', 'inherit'] });
  await ready(`http://127.0.0.1:${port}/health/ready`);
  return {
    ...{ natsUrl, folder, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` },
    cpuSeconds: () => cpuSeconds(scheduler.pid),
    megabytes: () => residentMegabytes(scheduler.pid),
    stop: async () => {
      for (const child of [scheduler, nats]) await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const TICKS_PER_SECOND = 100;

/** Of the processor, user and system together (Linux, proc(5)). */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function ready(url) {
  const limit = AbortSignal.timeout(READY_LIMIT_MS);
  for (;;) {
    const isReady = await fetch(url, { signal: limit }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
