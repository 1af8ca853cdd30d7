import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freePorts, findNatsServer, ServiceProcess, temporaryDirectory } from '@pezzottify/testing';
import { type ComposeFile, inRepository, readComposeFile, readInRepository } from './compose-file.js';
import { allInstructions, execForm, readStages } from './dockerfile.js';
import { metricsLookedAt, scrapeTargets } from './monitoring-files.js';

const run = promisify(execFile);

/** The ports that are fixed inside containers, where each service has an address of its own. */
const PORTS = [3001, 3011, 3021, 3031, 4222, 8222, 9091, 9092, 9093, 9094] as const;
const APPS = ['catalog-api', 'job-scheduler', 'download-manager', 'library-downloader'] as const;
const SERVICES = ['catalog-api', 'job-scheduler', 'download-manager', 'download-worker', 'downloader'] as const;

/**
 * No engine is needed for this: each program is started from exactly the files its image holds below /app, with the
 * command, the configuration and the health check of its container; only paths, names and ports are those of this machine.
 */
describe('what the images hold', () => {
  let root: string;
  let compose: ComposeFile;
  let ports: ReadonlyMap<number, number>;
  const running: ServiceProcess[] = [];
  const ends: (() => Promise<unknown>)[] = [];

  const here = (text: string): string => {
    const paths = text
      .replaceAll('/etc/pezzottify/config.toml', join(root, 'config.toml'))
      .replaceAll('/library', inRepository('fixtures/sample-library'))
      .replace(/(?<![\w/])\/data\b/g, join(root, 'data'));
    const hosts = paths.replace(/\b(nats|catalog-api|job-scheduler|download-manager|downloader)(?=:\d)/g, '127.0.0.1');
    return hosts.replace(/(?<=\D)\d{4}(?=\D|$)/g, (port) => String(ports.get(Number(port)) ?? port));
  };

  beforeAll(async () => {
    root = await temporaryDirectory();
    compose = await readComposeFile();
    const free = await freePorts(PORTS.length);
    ports = new Map(PORTS.map((port, index) => [port, free[index] ?? 0]));
    for (const folder of ['db', 'media', 'index']) await mkdir(join(root, 'data', folder), { recursive: true });
    await writeConfiguration();
    await startNats();
    const assemble = (app: string) =>
      run(inRepository('docker/assemble-app.sh'), [app, join(root, app)], { cwd: inRepository('') });
    await Promise.all(APPS.map(assemble));
  }, 300_000);

  afterAll(async () => {
    for (const service of running.reverse()) await service.stop();
    for (const end of ends) await end();
  }, 60_000);

  async function writeConfiguration(): Promise<void> {
    const configuration = here(await readInRepository('docker/config.example.toml'));
    const portKeys = `
[services]
job_scheduler_port = ${ports.get(3011)}
job_scheduler_metrics_port = ${ports.get(9092)}
download_manager_port = ${ports.get(3021)}
download_manager_metrics_port = ${ports.get(9093)}
`;
    const topLevel = `port = ${ports.get(3001)}\nmetrics_port = ${ports.get(9091)}\n`;
    await writeFile(join(root, 'config.toml'), topLevel + configuration.replace('\n[services]\n', portKeys));
  }

  async function startNats(): Promise<void> {
    const file = join(root, 'nats-server.conf');
    await writeFile(file, here(await readInRepository('docker/nats-server.conf')));
    const env = { ...process.env, NATS_USER: 'pezzottify', NATS_PASSWORD: 'NATS_PASSWORD' };
    const server = spawn(findNatsServer(), ['--config', file, '--addr', '127.0.0.1'], { stdio: 'ignore', env });
    ends.push(async () => {
      server.kill();
      await once(server, 'exit');
    });
    const health = here('http://127.0.0.1:8222/healthz');
    await eventually(async () => expect((await fetch(health)).status).toBe(200), { timeoutMs: 15_000 });
  }

  /** Command and health check as the container has them. */
  async function containerOf(name: (typeof SERVICES)[number]) {
    const stages = await readStages();
    const service = compose.services[name];
    const app = APPS.find((one) => service?.image.startsWith(`pezzottify/${one}:`)) ?? '';
    const image = allInstructions(stages, app);
    const command = (service?.command ?? execForm(image, 'CMD')).map(here);
    const check = service?.healthcheck?.test.slice(1) ?? execForm(image, 'HEALTHCHECK');
    return { app, command, check: check.map((word) => here(word.replace('/opt/', inRepository('docker/')))) };
  }

  it.each(SERVICES)(
    '%s starts and is found healthy by its own check',
    async (name) => {
      const { app, command, check } = await containerOf(name);
      // In a container the role decides the metrics port; here owner and worker share one configuration file.
      const args = name === 'download-worker' ? [...command, '--metrics-port', here(':9094').slice(1)] : command;
      const network = name === 'downloader' ? ['--port', here(':3031').slice(1)] : [];
      const [, script = '', url = ''] = check;
      const started = new ServiceProcess({
        name,
        args: [join(root, app, 'main.js'), ...args, ...network],
        readyUrl: url,
        cwd: root,
      });
      running.push(started);
      await started.start();
      await expect(run(process.execPath, [script, url])).resolves.toBeDefined();
    },
    90_000,
  );

  it('finds its peers under the names and with the password that the configuration gives', async () => {
    for (const port of [3001, 3011, 3021]) {
      await eventually(
        async () => expect((await fetch(here(`http://127.0.0.1:${port}/health/ready`))).status).toBe(200),
        {
          timeoutMs: 30_000,
        },
      );
    }
  }, 60_000);

  it('shows Prometheus, where that asks, every figure that alerts and dashboards speak of', async () => {
    const targets = await scrapeTargets();
    expect([...targets.keys()].sort()).toEqual(SERVICES.filter((name) => name !== 'downloader').sort());
    const shown = new Set<string>();
    for (const [job, target] of targets) {
      const [host, port] = target.split(':');
      expect([job, host]).toEqual([job, job]);
      const figures = await (await fetch(`${here(`http://127.0.0.1:${port}`)}/metrics`)).text();
      for (const [, name = ''] of figures.matchAll(/^# TYPE (\w+)/gm)) shown.add(name);
    }
    const lookedAt = await metricsLookedAt();
    expect(lookedAt.size).toBeGreaterThan(20);
    expect([...lookedAt].filter((name) => !shown.has(name))).toEqual([]);
  });

  it('holds nothing but the program and the packages it needs', async () => {
    for (const app of APPS) {
      const { dependencies } = JSON.parse(await readFile(join(root, app, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
      };
      expect(Object.keys(dependencies)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(nx|jest|typescript)$/)]),
      );
    }
  });

  it('has cli-auth beside catalog-api', async () => {
    const { stdout } = await run(process.execPath, [join(root, 'catalog-api/cli-auth.js'), '--help'], { cwd: root });
    expect(stdout).toContain('add-user');
  });

  it('is unhealthy when nothing answers', async () => {
    const [port] = await freePorts(1);
    const check = run(process.execPath, [inRepository('docker/healthcheck.mjs'), `http://127.0.0.1:${port}/`]);
    await expect(check).rejects.toMatchObject({ code: 1 });
  });
});
