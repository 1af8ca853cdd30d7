import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { parseCommandLine } from './command-line/command-line.js';
import { LiveConfig } from './live-config.js';
import { type ProgramName } from './programs.js';

/** A running service with a real file, which `write` replaces; `db_dir` comes first in it. */
async function setup({ toml = '', service = 'catalog-api' as ProgramName, flags = [] as string[] }) {
  const dir = await temporaryDirectory();
  const write = (text: string): void => writeFileSync(join(dir, 'p.toml'), `db_dir = ${JSON.stringify(dir)}\n${text}`);
  write(toml);
  const commandLine = parseCommandLine(service, ['--config', join(dir, 'p.toml'), ...flags]);
  if (!('sources' in commandLine)) throw new Error(commandLine.kind);
  return { live: new LiveConfig(service, commandLine.sources), write, dir };
}

describe('reading the configuration again', () => {
  it('changes what is live in the objects that everybody has', async () => {
    const { live, write } = await setup({ service: 'download-manager', toml: 'logging_level = "body"' });
    const { config } = live;
    const { downloadManager } = config;
    write('[download_manager]\nmax_albums_per_hour = 3\nthrottle_enabled = true');
    expect(live.reread()).toEqual([
      { key: 'logging_level', from: '"body"', to: '"path"', isTaken: true },
      { key: 'download_manager.max_albums_per_hour', from: '10', to: '3', isTaken: true },
      { key: 'download_manager.throttle_enabled', from: 'false', to: 'true', isTaken: true },
    ]);
    expect(live.config).toBe(config);
    expect(config.loggingLevel).toBe('path');
    expect(downloadManager).toMatchObject({ maxAlbumsPerHour: 3, throttleEnabled: true });
    expect(live.reread()).toEqual([]);
  });

  it('names what needs a restart as long as it differs from what runs, and leaves it', async () => {
    const { live, write } = await setup({ toml: 'port = 4000' });
    write('port = 4001\nsession_idle_days = 7');
    const port = { key: 'port', from: '4000', to: '4001', isTaken: false };
    expect(live.reread()).toEqual([port, { key: 'session_idle_days', from: '90', to: '7', isTaken: true }]);
    expect(live.reread()).toEqual([port]);
    expect(live.config).toMatchObject({ port: 4000, sessionIdleDays: 7 });
    write('port = 4000\nsession_idle_days = 7');
    expect(live.reread()).toEqual([]);
  });

  it('is silent about settings that this service does not read', async () => {
    const { live, write } = await setup({ service: 'job-scheduler' });
    write('session_idle_days = 7\n[background_jobs]\npopular_window_days = 5\njob_history_retention_days = 6');
    expect(live.reread().map(({ key }) => key)).toEqual(['background_jobs.job_history_retention_days']);
  });

  it('tells the gateway of downloads switched off, which follows from the downloader', async () => {
    const { live, write } = await setup({ toml: 'downloader_url = "http://d"' });
    write('');
    expect(live.reread()).toEqual([
      { key: 'downloader_url', from: '"http://d"', to: 'none', isTaken: false },
      { key: 'download_manager.enabled', from: 'true', to: 'false', isTaken: false },
    ]);
    expect(live.config.downloadManager.enabled).toBe(true);
  });

  it('gives back to the flag what the file no longer has', async () => {
    const { live, write } = await setup({ toml: 'logging_level = "body"', flags: ['--logging-level', 'none'] });
    expect(live.config.loggingLevel).toBe('body');
    write('');
    live.reread();
    expect(live.config.loggingLevel).toBe('none');
  });

  it('notices another password without showing either', async () => {
    const { live, write } = await setup({ toml: '[nats]\nurl = "nats://me:hunter2@n"' });
    write('[nats]\nurl = "nats://me:hunter3@n"');
    const shown = '"nats://***@n"';
    expect(live.reread()).toEqual([{ key: 'nats.url', from: shown, to: shown, isTaken: false }]);
  });

  it.each([
    ['a value that is not allowed', 'session_idle_days = 7\nport = "x"'],
    ['a syntax error', 'session_idle_days = 7\nport ='],
    ['a folder that is gone', 'session_idle_days = 7\nfrontend_dir_path = "/gone"'],
  ])('changes nothing for %s', async (_, toml) => {
    const { live, write } = await setup({});
    write(toml);
    expect(() => live.reread()).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(live.config.sessionIdleDays).toBe(90);
    write('session_idle_days = 7');
    expect(live.reread()).toHaveLength(1);
  });

  it('has nothing to read without a file', async () => {
    const dir = await temporaryDirectory();
    const sources = { configPath: null, role: null, flags: new Map([['--db-dir', dir]]) };
    expect(new LiveConfig('job-scheduler', sources).reread()).toEqual([]);
  });
});
