import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { buildFixture, FixtureProcess, type Line } from './fixtures/fixture-process.fixture.js';

beforeAll(() => buildFixture('service'));

const READ_AGAIN = 'configuration read again';

/** A real process with a real file. `reread` writes it, sends SIGHUP and gives the lines up to the one that says `until`. */
async function setup(behaviour: string, toml = '') {
  const folder = await temporaryDirectory();
  const file = join(folder, 'pezzottify.toml');
  const write = (text: string): void => writeFileSync(file, `db_dir = ${JSON.stringify(folder)}\n${text}`);
  write(toml);
  const service = new FixtureProcess(['--config', file], { FIXTURE: behaviour });
  await service.until('"ready"');
  const reread = async (text: string, until: string): Promise<Line[]> => {
    const before = service.lines.length;
    write(text);
    service.kill('SIGHUP');
    return (await service.untilLine(until, before)).slice(before);
  };
  const stop = (): Promise<unknown> => {
    service.kill('SIGTERM');
    return service.ended();
  };
  return { reread, stop, file };
}

const said = (lines: readonly Line[]): string[] => lines.map(({ level, msg }) => `${level}: ${msg}`);

describe('SIGHUP', () => {
  it('changes what is live, where the service uses it, and names what needs a restart', async () => {
    const { reread, stop } = await setup('uses its settings', 'trusted_proxies = ["10.0.0.1"]');
    const lines = await reread(
      'logging_level = "none"\n[services]\njob_scheduler_port = 4000\n[background_jobs]\njob_history_retention_days = 7',
      READ_AGAIN,
    );
    expect(said(lines)).toEqual([
      'info: logging_level changed: "path" → "none"',
      'warn: trusted_proxies needs a restart: ["10.0.0.1"] → []',
      'warn: services.job_scheduler_port needs a restart: 3011 → 4000',
      'info: background_jobs.job_history_retention_days changed: 90 → 7',
      'info: in use',
      'info: configuration read again',
    ]);
    expect(lines[3]).toMatchObject({ key: 'background_jobs.job_history_retention_days', from: '90', to: '7' });
    expect(lines[4]).toMatchObject({ days: 7 });
    expect(lines[5]).toMatchObject({ changed: 2, needRestart: 2 });
    await stop();
  });

  it('changes nothing when the file has problems, and logs them all', async () => {
    const { reread, stop } = await setup('uses its settings');
    const bad = 'prt = 1\n[background_jobs]\njob_history_retention_days = 7\n[nats]\nurl = "nats://me:hunter2@"';
    const [line, ...others] = await reread(bad, 'nothing was changed');
    expect(others).toEqual([]);
    expect(line).toMatchObject({ level: 'error', msg: 'the configuration has 2 problems; nothing was changed' });
    expect(line?.problems).toEqual([
      'prt: unknown key, did you mean "port"?',
      expect.stringMatching(
        /^nats\.url: "nats:\/\/.*@" is not allowed, must be a url that begins with nats:\/\/ or tls/,
      ),
    ]);
    expect(JSON.stringify(line)).not.toContain('hunter2');
    const again = await reread('', READ_AGAIN);
    expect(said(again)).toEqual(['info: in use', 'info: configuration read again']);
    expect(again[0]).toMatchObject({ days: 90 });
    await stop();
  });

  it('shows line and column of a syntax error, and the service goes on', async () => {
    const { reread, stop, file } = await setup('uses its settings');
    const [line] = await reread('port = = 1', 'nothing was changed');
    expect(line?.problems).toEqual([expect.stringContaining(`${file}, line 2, column 8: `)]);
    expect(said(await reread('', READ_AGAIN))).toContain('info: configuration read again');
    await stop();
  });

  it('says so when the service cannot put it to use, and the service goes on', async () => {
    const { reread, stop } = await setup('fails to reload');
    const [line] = await reread('', 'not all of it');
    expect(line).toMatchObject({ level: 'error', err: { message: 'the certificate is half written' } });
    await stop();
  });

  it('does not end a service that has no file', async () => {
    const folder = await temporaryDirectory();
    const service = new FixtureProcess(['--db-dir', folder], { FIXTURE: 'orderly' });
    await service.until('"ready"');
    service.kill('SIGHUP');
    await service.until(READ_AGAIN);
    service.kill('SIGTERM');
    expect(await service.ended()).toMatchObject({ code: 0 });
  });
});
