import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { validate } from 'dockerfile-utils';
import { type ComposeFile, inRepository, readComposeFile, readInRepository } from './compose-file.js';
import { allInstructions, execForm, readStages, type Stage } from './dockerfile.js';

const run = promisify(execFile);
const ours = (compose: ComposeFile) =>
  Object.entries(compose.services).filter(([, { image }]) => image.startsWith('pezzottify/'));

const WATCHERS = ['prometheus', 'alertmanager', 'grafana'] as const;

let compose: ComposeFile;
let stages: ReadonlyMap<string, Stage>;

beforeAll(async () => {
  compose = await readComposeFile();
  stages = await readStages();
});

/** The stage of a service's image: its own, or that of the service which builds the image. */
const stageOf = (service: string): string => {
  const image = compose.services[service]?.image;
  const builder = Object.values(compose.services).find((one) => one.image === image && one.build !== undefined);
  return builder?.build?.target ?? '';
};

describe('docker-compose.yml', () => {
  it('is what the compose schema and the rules of .dclintrc.json allow', async () => {
    const linted = run(inRepository('node_modules/.bin/dclint'), ['docker-compose.yml'], { cwd: inRepository('') });
    await expect(linted).resolves.toMatchObject({ stderr: '' });
  }, 30_000);

  it('builds every image it names from a stage of the Dockerfile', () => {
    expect(ours(compose).map(([name]) => name)).toEqual(expect.arrayContaining(['catalog-api', 'download-worker']));
    for (const [name] of ours(compose)) expect([...stages.keys()]).toContain(stageOf(name));
  });

  it('mounts only what is in the repository, what prepare.sh writes, and its own volumes', async () => {
    const sources = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((volume) => volume.replace(/\$\{\w+:-([^}]*)\}/, '$1').split(':')[0] ?? ''),
    );
    for (const source of sources) {
      if (['./config.toml', './alertmanager.yml'].includes(source)) continue;
      if (source.startsWith('./')) await stat(inRepository(source));
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it('gives every container a read-only root, no capabilities, and a health check', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      expect({ name, ...service }).toMatchObject({ name, read_only: true, cap_drop: ['ALL'] });
      const isChecked = allInstructions(stages, stageOf(name)).some(({ keyword }) => keyword === 'HEALTHCHECK');
      expect({ name, isChecked: isChecked || service.healthcheck !== undefined }).toEqual({ name, isChecked: true });
    }
  });

  it('names its networks, so that a downloader of its own can join them', () => {
    expect(compose.networks).toEqual({
      monitoring: { name: 'monitoring' },
      'pezzottify-internal': { name: 'pezzottify-internal' },
    });
    for (const [, { networks }] of ours(compose)) expect(networks).toContain('pezzottify-internal');
  });

  it('keeps what watches over the services away from all but their figures', () => {
    for (const name of WATCHERS) expect(compose.services[name]?.networks).toEqual(['monitoring']);
  });

  it('holds no secret', async () => {
    for (const { environment = {} } of Object.values(compose.services))
      for (const value of Object.values(environment)) expect(value).toMatch(/^\$\{\w+:\?/);
    const ignored = (await readInRepository('.gitignore')).split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['/config.toml', '/alertmanager.yml', '.env']));
  });
});

describe('the Dockerfile', () => {
  it('has no findings', async () => {
    expect(validate(await readInRepository('Dockerfile'))).toEqual([]);
  });

  it('copies only what exists', async () => {
    for (const [name, { instructions }] of stages) {
      for (const { keyword, rest } of instructions) {
        if (keyword !== 'COPY') continue;
        const words = rest.split(' ');
        const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
        if (from !== undefined) expect({ name, from: stages.has(from) }).toEqual({ name, from: true });
        else for (const source of words.slice(0, -1)) await stat(inRepository(source));
      }
    }
  });

  it('runs every service as an ordinary user, below an init process', () => {
    for (const [name] of ours(compose)) {
      const instructions = allInstructions(stages, stageOf(name));
      expect(instructions.findLast(({ keyword }) => keyword === 'USER')?.rest).toBe('node');
      expect(execForm(instructions, 'ENTRYPOINT')).toEqual([
        'tini',
        '--',
        'node',
        name === 'catalog-api' ? '--max-semi-space-size=8' : '--max-semi-space-size=2',
        '/app/main.js',
      ]);
    }
  });
});

describe('prepare.sh', () => {
  async function setup() {
    const folder = await temporaryDirectory();
    await mkdir(join(folder, 'docker'));
    for (const file of ['prepare.sh', 'config.example.toml', 'alertmanager.example.yml']) {
      await cp(inRepository(`docker/${file}`), join(folder, 'docker', file));
    }
    const read = (file: string) => readFile(join(folder, file), 'utf8');
    return { folder, read, prepare: () => run(join(folder, 'docker/prepare.sh')) };
  }

  it('writes config.toml and .env with the same random password', async () => {
    const { read, prepare } = await setup();
    await prepare();
    const [, password = ''] = /^NATS_PASSWORD=(n[0-9a-f]{48})$/m.exec(await read('.env')) ?? [];
    expect(password).not.toBe('');
    expect(await read('config.toml')).toContain(`url = "nats://pezzottify:${password}@nats:4222"`);
  });

  it('changes nothing the second time, and refuses when one of the two is missing', async () => {
    const { folder, read, prepare } = await setup();
    await prepare();
    const before = await read('.env');
    await prepare();
    expect(await read('.env')).toBe(before);
    await rm(join(folder, '.env'));
    await expect(prepare()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('the same password') });
  });

  it('adds what an installation of an older version lacks', async () => {
    const { folder, read, prepare } = await setup();
    await writeFile(join(folder, 'config.toml'), 'mine = 1\n');
    await writeFile(join(folder, '.env'), 'NATS_PASSWORD=old\n');
    await prepare();
    expect(await read('.env')).toMatch(/^NATS_PASSWORD=old\nGRAFANA_PASSWORD=n[0-9a-f]{48}\n$/);
    expect(await read('config.toml')).toBe('mine = 1\n');
    expect(await read('alertmanager.yml')).toBe(await readInRepository('docker/alertmanager.example.yml'));
  });
});
