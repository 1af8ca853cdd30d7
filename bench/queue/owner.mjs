import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import esbuildConfig from '../../tools/esbuild.config.mjs';
import { ensureNatsServer } from '../../tools/setup/nats-server.mjs';
import { inRoot } from '../../tools/setup/paths.mjs';
import { end, freePort, readyLine } from '../support/processes.mjs';
import { libraries } from './libraries.mjs';

const SETTINGS = {
  max_albums_per_hour: 100_000_000,
  max_albums_per_day: 100_000_000,
  user_max_requests_per_day: 100_000_000,
  user_max_queue_size: 100_000_000,
  min_free_space_mb: 0,
};

let program;

async function buildOwner() {
  const outdir = inRoot('tmp', 'bench', 'queue-owner');
  await build({
    ...esbuildConfig,
    entryPoints: [inRoot('apps/download-manager/src/main.ts')],
    outdir,
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node24', packages: 'external', logLevel: 'error' },
    alias: await libraries(),
    outExtension: { '.js': '.mjs' },
  });
  return join(outdir, 'main.mjs');
}

/** Real NATS and the real owner of the queue, each a process, on a folder of its own. */
export async function startOwner() {
  const folder = mkdtempSync(join(tmpdir(), 'pezzottify-queue-'));
  const natsPort = await freePort();
  const store = join(folder, 'nats');
  const nats = spawn(
    await ensureNatsServer(() => undefined),
    ['-a', '127.0.0.1', '-p', natsPort, '-js', '-sd', store],
    {
      stdio: 'ignore',
    },
  );
  const natsUrl = `nats://127.0.0.1:${natsPort}`;
  const config = join(folder, 'pezzottify.toml');
  mkdirSync(join(folder, 'media'));
  writeFileSync(config, toml(folder, natsUrl));
  program ??= await buildOwner();
  const owner = spawn(process.execPath, [program, '--config', config, '--role', 'owner'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Also when a measurement fails or is ended: nothing may go on running behind it.
  const leave = () => [owner, nats].forEach((child) => child.kill());
  process.once('exit', leave);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const { port } = await readyLine(owner);
  return {
    ...{ natsUrl, url: `http://127.0.0.1:${port}`, database: join(folder, 'download_queue.db') },
    stop: async () => {
      await end(owner);
      await end(nats);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const toml = (folder, natsUrl) => `db_dir = ${JSON.stringify(folder)}
media_path = ${JSON.stringify(join(folder, 'media'))}
downloader_url = "http://127.0.0.1:1"
logging_level = "none"
[nats]
url = ${JSON.stringify(natsUrl)}
[services]
download_manager_port = 0
download_manager_metrics_port = 0
[download_manager]
${Object.entries(SETTINGS)
  .map(([key, value]) => `${key} = ${value}`)
  .join('\n')}
`;
