import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { buildFixture, FixtureProcess, linesOf, run } from './fixtures/fixture-process.fixture.js';

const started = async (behaviour: string, env: Record<string, string> = {}): Promise<FixtureProcess> => {
  const service = new FixtureProcess(['--db-dir', directory], { FIXTURE: behaviour, ...env });
  await service.until('"ready"');
  return service;
};

let directory: string;

beforeAll(async () => {
  directory = await temporaryDirectory();
  await buildFixture('service');
});

describe('the command line', () => {
  it('prints help on standard output and ends with 0', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: job-scheduler [flags]');
  });

  it('refuses what it cannot understand on standard error and ends with 2', async () => {
    const { code, stdout, stderr } = await run(['--dbdir', 'x']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("unknown option '--dbdir'");
  });

  it('lists the problems of the configuration on standard error and ends with 1', async () => {
    const { code, stdout, stderr } = await run(['--port', '70000']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the configuration has 2 problems:\n');
  });
});

describe('a running service', () => {
  it('says once that it is ready, with version and what the service adds', async () => {
    const service = await started('orderly');
    service.kill('SIGTERM');
    const ready = linesOf(await service.ended()).filter(({ msg }) => msg === 'ready');
    expect(ready).toEqual([
      expect.objectContaining({
        level: 'info',
        service: 'job-scheduler',
        version: '0.1.0',
        build: 'dev',
        port: 12_345,
      }),
    ]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops in order on %s and ends with 0', async (signal) => {
    const service = await started('orderly');
    service.kill(signal);
    const ended = await service.ended();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(linesOf(ended).map(({ msg, reason }) => [msg, reason])).toEqual([
      ['starting', undefined],
      ['ready', undefined],
      ['stopping', signal],
      ['stopped', signal],
    ]);
  });

  it('ends with 0 after a reboot was asked for, even one asked for while it starts', async () => {
    const ended = await run(['--db-dir', directory], { FIXTURE: 'reboots' });
    expect(ended.code).toBe(0);
    expect(linesOf(ended).map(({ msg }) => msg)).toEqual(['starting', 'stopping', 'stopped']);
  });

  it('ends with 1 at once on a second signal', async () => {
    const service = await started('never stops');
    service.kill('SIGTERM');
    await service.until('"stopping"');
    service.kill('SIGINT');
    const ended = await service.ended();
    expect(ended.code).toBe(1);
    expect(linesOf(ended).at(-1)?.msg).toBe('second signal: exiting without stopping in order');
  });

  it('ends with 1 when stopping takes longer than the limit, and says what is left', async () => {
    const service = await started('never stops', { STOP_LIMIT_MS: '100' });
    service.kill('SIGTERM');
    const ended = await service.ended();
    expect(ended.code).toBe(1);
    expect(linesOf(ended).at(-1)?.msg).toMatch(/^stopping took longer than 0\.1 s; still open: .*\d x Timeout/);
  });

  it('ends with 1 when a signal arrives while it starts and the start never comes to an end', async () => {
    const service = new FixtureProcess(['--db-dir', directory], { FIXTURE: 'never starts', STOP_LIMIT_MS: '100' });
    await service.until('"starting"');
    service.kill('SIGTERM');
    expect((await service.ended()).code).toBe(1);
  });

  it('ends with 1 when stopping fails', async () => {
    const service = await started('fails to stop');
    service.kill('SIGTERM');
    const ended = await service.ended();
    expect(ended.code).toBe(1);
    expect(linesOf(ended).at(-1)).toMatchObject({ msg: 'stopping failed', err: { message: 'the drain is blocked' } });
  });

  it('logs a rejection that nobody handles and ends with 1', async () => {
    const ended = await (await started('unhandled rejection')).ended();
    expect(ended.code).toBe(1);
    expect(linesOf(ended).at(-1)).toMatchObject({ level: 'fatal', msg: 'unhandled rejection' });
    expect(ended.stdout).toContain('nobody waits for me');
  });
});

describe('a service that cannot start', () => {
  it('names the port that is in use and the key that chooses another', async () => {
    const holder = createServer().listen(0);
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const ended = await run(['--db-dir', directory, '--port', String(port)], { FIXTURE: 'listens' });
    holder.close();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toBe(
      `job-scheduler: cannot start: port ${port} is in use by another program. Stop that program, or choose another ` +
        'port with services.job_scheduler_port in the configuration file or --port.\n',
    );
  });

  it('repeats what the database says about who holds it', async () => {
    const ended = await run(['--db-dir', directory], { FIXTURE: 'held database' });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toBe('job-scheduler: cannot start: /data/user.db is held by catalog-api (pid 7 on nas)\n');
    expect(linesOf(ended).at(-1)).toMatchObject({ level: 'fatal', msg: 'cannot start' });
  });

  it('keeps secrets in the reason to itself', async () => {
    const ended = await run(['--db-dir', directory], { FIXTURE: 'secret in the reason' });
    expect(ended.stderr).toContain('cannot start: cannot reach nats://');
    expect(ended.stdout + ended.stderr).not.toContain('hunter2');
  });
});
