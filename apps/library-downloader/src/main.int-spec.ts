import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { build } from 'esbuild';
import { samples } from './library-downloader.fixture.js';

const ROOT = join(import.meta.dirname, '../../..');
/** Inside the repository, where the program finds its packages. */
const PROGRAM = join(ROOT, `tmp/library-downloader/main-${process.pid}.mjs`);
const READY = /"port":(\d+).*"msg":"ready"/;

beforeAll(async () => {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const entry = join(import.meta.dirname, 'main.ts');
  const bundling = { bundle: true, platform: 'node', format: 'esm', absWorkingDir: ROOT } as const;
  await build({ ...bundling, entryPoints: [entry], outfile: PROGRAM, external: Object.keys(dependencies) });
});
afterAll(() => rm(PROGRAM, { force: true }));

const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

/** The program as its own process; `output` grows while it runs. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'pipe' });
  running.push(child);
  const printed = { stdout: '', stderr: '' };
  const closed = once(child, 'close').then(() => ({ code: child.exitCode, ...printed }));
  const ready = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed.stdout += chunk.toString('utf8');
      const port = READY.exec(printed.stdout)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
  child.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString('utf8')));
  const endedEarly = async () => {
    const { stderr } = await closed;
    throw new Error(`ended before it was ready: ${stderr}`);
  };
  return { child, closed, untilReady: () => Promise.race([ready, endedEarly()]) };
}

const onSamples = async (...args: string[]) => {
  const index = join(await temporaryDirectory(), 'index.db');
  return start('--library', samples, '--index', index, '--port', '0', ...args);
};

describe('the program', () => {
  it('exits with 0 after --help and --version', async () => {
    expect(await start('--help').closed).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('--library'),
    });
    expect(await start('--version').closed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('exits with 2 on a command line that makes no sense', async () => {
    expect(await start().closed).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--library') });
  });

  it('exits with 1 and one clear line when it cannot start', async () => {
    const missing = await start('--library', '/nowhere/at/all').closed;
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^library-downloader: .*\/nowhere\/at\/all.*\n$/),
    });
    const occupied = createServer().listen(0, '127.0.0.1');
    await once(occupied, 'listening');
    const { port } = occupied.address() as AddressInfo;
    const refused = await (await onSamples('--port', String(port))).closed;
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Port \d+ of 127.0.0.1 is in use.*--port/),
    });
    occupied.close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('answers until %s and then exits with 0', async (signal) => {
    const { child, untilReady, closed } = await onSamples();
    const url = await untilReady();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    child.kill(signal);
    expect(await closed).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('"msg":"stopped"') });
  });
});
