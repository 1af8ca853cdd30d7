import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, temporaryDirectory } from '@pezzottify/testing';
import { signIn } from '../household/api-client.js';
import { freePortOffset, takenPorts } from './port-offset.js';
import { processesNaming } from './processes.js';
import { refusalOf, StartCommand } from './start-command.js';

const READY = 'Ctrl-C stops everything.';
/** The first of them may have to build first. */
jest.setTimeout(300_000);

/** One data folder through its life: each test goes on where the one before ended. */
describe('npm start', () => {
  let data: string;
  let offset: number;
  let password: string;
  let kept: string[];
  let running: StartCommand;

  beforeAll(async () => {
    data = join(await temporaryDirectory(), 'data');
    offset = await freePortOffset();
  });

  const firstRun = (): StartCommand => new StartCommand(['--data', data, '--port-offset', String(offset)]);
  const nextRun = (): StartCommand => new StartCommand(['--data', data]);
  const inData = (name: string): Promise<string> => readFile(join(data, name), 'utf8');
  const gateway = (): string => `http://127.0.0.1:${3001 + offset}`;

  const expectNothingLeft = async (): Promise<void> => {
    expect(await processesNaming(data)).toEqual([]);
    expect(await takenPorts(offset)).toEqual([]);
  };

  it('stops at once when it is interrupted while it prepares, and leaves no process behind', async () => {
    const command = firstRun();
    await command.printed('✓ Build');
    expect(await command.interrupt()).toBe(0);
    expect(command.output).not.toContain('✓ Administrator');
    await expectNothingLeft();
  });

  it('stops what it has started when it is interrupted before all is ready', async () => {
    const command = firstRun();
    await command.printed('✓ NATS (');
    expect(await command.interrupt()).toBe(0);
    expect(command.output).toContain('stopping NATS');
    expect(command.output).not.toContain('✗');
    await expectNothingLeft();
  });

  it('goes from there to an album that its last line streams', async () => {
    running = firstRun();
    await running.printed(READY);
    expect(running.output).toMatch(/Downloader: (?:looking for files|reading the library|putting the albums)/);
    expect(running.output).toMatch(/\[#{30}\] (\d+)\/\1/);
    const line = /curl -H 'Authorization: (\S+)' -r 0- -o track (http:\S+)/.exec(running.output);
    const [, token = '', url = ''] = line ?? [];
    const answer = await fetch(url, { headers: { authorization: token, range: 'bytes=0-' } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-type')).toMatch(/^audio\//);
    expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get('content-length')));
  });

  it('tells the administrator a password that works', async () => {
    [, password = ''] = /sign in as {4}admin, password (\S+)/.exec(running.output) ?? [];
    const { status } = await (await signIn(gateway(), 'admin', password)).get('/v1/admin/jobs');
    expect(status).toBe(200);
  });

  it('refuses to run twice, and leaves the first one alone', async () => {
    const { exitCode, output } = await refusalOf(['--data', data]);
    expect(exitCode).toBe(1);
    expect(output).toContain(`port ${3001 + offset} (gateway) is in use`);
    expect(output).toContain('Is Pezzottify running already?');
    expect((await fetch(`${gateway()}/health/ready`)).status).toBe(200);
  });

  it('stops everything in order on Ctrl-C', async () => {
    expect(await running.interrupt()).toBe(0);
    const stopped = [...running.output.matchAll(/^stopping (.*)$/gm)].map(([, title]) => title);
    expect(stopped).toEqual(['Download manager', 'Job scheduler', 'Catalog API', 'Downloader', 'NATS']);
    await expectNothingLeft();
    kept = await Promise.all(['pezzottify.toml', 'first-login.txt'].map(inData));
  });

  it('keeps everything and asks nothing again on the next run', async () => {
    const log = join(data, 'logs', 'catalog-api.log');
    await appendFile(log, 'x'.repeat(16 * 1024 * 1024));
    running = nextRun();
    await running.printed(READY);
    expect((await stat(`${log}.1`)).size).toBeGreaterThan(16 * 1024 * 1024);
    expect((await stat(log)).size).toBeLessThan(1024 * 1024);
    expect(running.output).toContain(`Pezzottify answers at ${gateway()}`);
    expect(running.output).not.toContain(password);
    expect(running.output).not.toContain('Search the downloader');
    expect(await Promise.all(['pezzottify.toml', 'first-login.txt'].map(inData))).toEqual(kept);
    const admin = await signIn(gateway(), 'admin', password);
    const { body } = await admin.get<{ requests: { status: string }[] }>('/v1/download/my-requests');
    expect(body.requests.map(({ status }) => status)).toEqual(['COMPLETED']);
  });

  it('starts the catalog again when an administrator asks for it', async () => {
    const before = await pidFromLog('catalog-api');
    const admin = await signIn(gateway(), 'admin', password);
    expect((await admin.post('/v1/admin/reboot')).status).toBe(202);
    await running.printed('Catalog API is ready again');
    // It answers a moment before it says so in its log.
    await eventually(async () => expect(await pidFromLog('catalog-api')).not.toBe(before));
    expect((await admin.get('/v1/admin/jobs')).status).toBe(200);
  });

  it('stops the others and names the log when one is killed', async () => {
    process.kill(await pidFromLog('job-scheduler'), 'SIGKILL');
    expect(await running.exitCode()).toBe(1);
    const log = join(data, 'logs', 'job-scheduler.log');
    expect(running.output).toContain(`✗ Job scheduler ended by itself (SIGKILL); its log: ${log}`);
    const stopped = [...running.output.matchAll(/^stopping (.*)$/gm)].map(([, title]) => title);
    expect(stopped).toEqual(['Download manager', 'Catalog API', 'Downloader', 'NATS']);
    await expectNothingLeft();
  });

  async function pidFromLog(name: string): Promise<number> {
    const lines = (await inData(`logs/${name}.log`)).split('\n').filter((line) => line.includes('"msg":"ready"'));
    return (JSON.parse(lines.at(-1) ?? '{}') as { pid: number }).pid;
  }
});
