import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { afterTestFile, freePorts, ServiceProcess, startNats, temporaryDirectory } from '@pezzottify/testing';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const APPS = ['catalog-api', 'job-scheduler', 'download-manager', 'library-downloader'];
const DRIVER = 'node_modules/sqlite3/build/Release';
/** A first build machine has to fetch the packages. */
const LONG = 300_000;

/** What Node may read and write, of the whole machine: a package or file found anywhere else ends the program. */
const confinedTo = (app: string, data: string): string[] => [
  ...['--permission', '--allow-addons', '--no-warnings'],
  ...[`--allow-fs-read=${app}`, `--allow-fs-read=${data}`, `--allow-fs-write=${data}`],
];

/** As on a machine that has only this folder. */
async function install(app: string, target: string): Promise<void> {
  await cp(join(ROOT, 'dist/apps', app), target, { recursive: true });
  await promisify(execFile)(
    'npm',
    ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: target },
  );
  // What `npm rebuild sqlite3` makes, in a minute or two; the repository has made the same one for the same Node.
  await mkdir(join(target, DRIVER), { recursive: true });
  await cp(join(ROOT, DRIVER, 'node_sqlite3.node'), join(target, DRIVER, 'node_sqlite3.node'));
}

jest.setTimeout(90_000);

describe('an app, copied out of the repository and installed', () => {
  let root: string;
  let data: string;
  let config: string;
  const folder = (app: string): string => join(root, app);
  const program = (app: string, ...args: string[]): string[] => [...confinedTo(folder(app), data), ...args];

  /** Runs until the test is over; nothing of the environment leads back to the repository. */
  const service = (app: string, readyUrl: string, ...flags: string[]): ServiceProcess => {
    const args = program(app, 'main.js', ...flags);
    const started = new ServiceProcess({ name: app, args, readyUrl, cwd: folder(app), env: { NODE_PATH: '' } });
    afterTestFile(() => started.kill());
    return started;
  };

  const text = async (url: string): Promise<string> => {
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    return answer.text();
  };

  beforeAll(async () => {
    root = await temporaryDirectory();
    data = join(root, 'data');
    config = join(data, 'pezzottify.toml');
    await mkdir(join(data, 'library'), { recursive: true });
    const nats = await startNats();
    afterTestFile(() => nats.stop());
    await writeFile(
      config,
      `db_dir = "${data}"\nmedia_path = "${data}"\ndownloader_url = "http://127.0.0.1:1"\n[nats]\nurl = "${nats.url}"\n`,
    );
    await Promise.all(APPS.map((app) => install(app, folder(app))));
  }, LONG);

  it.each(['catalog-api', 'job-scheduler', 'download-manager'])('%s starts, answers and stops', async (app) => {
    const [port, metricsPort] = await freePorts(2);
    const [url, metrics] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${metricsPort}/metrics`];
    const flags = ['--config', config, '--port', String(port), '--metrics-port', String(metricsPort)];
    const started = await service(app, `${url}/health/ready`, ...flags).start();
    await text(`${url}/health/live`);
    expect(JSON.parse(await text(`${url}/v1/openapi.json`))).toMatchObject({ info: { version: '0.1.0' } });
    expect(await text(metrics)).toContain('pezzottify_process_memory_bytes');
    expect(await started.stop()).toBe(0);
  });

  it('download-manager starts as a worker too', async () => {
    const [port] = await freePorts(1);
    const flags = ['--config', config, '--role', 'worker', '--metrics-port', String(port)];
    const worker = await service('download-manager', `http://127.0.0.1:${port}/metrics`, ...flags).start();
    expect(await worker.stop()).toBe(0);
  });

  it('library-downloader starts, answers and stops', async () => {
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const flags = ['--library', join(data, 'library'), '--index', join(data, 'index.db'), '--port', String(port)];
    const started = await service('library-downloader', `${url}/health`, ...flags).start();
    expect(JSON.parse(await text(`${url}/status`))).toMatchObject({ last_error: null });
    expect(await started.stop()).toBe(0);
  });

  it('brings cli-auth with catalog-api', async () => {
    const cliAuth = (...args: string[]) =>
      promisify(execFile)(process.execPath, program('catalog-api', 'cli-auth.js', ...args), {
        cwd: folder('catalog-api'),
        env: { PATH: process.env.PATH },
      });
    expect((await cliAuth('--help')).stdout).toContain('add-user');
    await cliAuth('--db-dir', data, 'add-user', 'guest');
    expect((await cliAuth('--db-dir', data, 'user-handles')).stdout).toContain('guest');
  });

  it.each(APPS)('%s declares every package that it imports', async (app) => {
    const { dependencies } = JSON.parse(await readFile(join(folder(app), 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imported = new Set<string>();
    for (const name of await readdir(folder(app), { recursive: true })) {
      if (!name.endsWith('.js') || name.startsWith('node_modules')) continue;
      for (const found of importsOf(await readFile(join(folder(app), name), 'utf8'))) imported.add(found);
    }
    expect(imported.size).toBeGreaterThan(0);
    expect([...imported].filter((name) => !(name in dependencies))).toEqual([]);
  });
});

/** The packages that a bundle imports, at once or on demand. */
function importsOf(source: string): string[] {
  const specifiers = [...source.matchAll(/\b(?:from|import|require)\s*\(?\s*"([^"./][^":]*)"/g)].map(
    ([, name]) => name,
  );
  return specifiers.map((name = '') => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
}
