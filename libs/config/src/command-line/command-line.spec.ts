import { describe, expect, it } from '@jest/globals';
import { PROGRAMS, type ProgramName } from '../programs.js';
import { flagOf } from '../resolution/resolve.js';
import { SCHEMA, settingsOf } from '../schema/schema.js';
import { helpText, parseCommandLine } from './command-line.js';

const PROGRAM_NAMES = Object.keys(PROGRAMS) as ProgramName[];

describe('parseCommandLine', () => {
  it('reads flags with their types, in each of the usual spellings', () => {
    const argv = ['--config', 'a.toml', '-p', '1', '--metrics-port=2', '--trusted-proxies', '::1, 10.0.0.1'];
    expect(parseCommandLine('catalog-api', argv)).toEqual({
      kind: 'run',
      sources: {
        configPath: 'a.toml',
        role: null,
        flags: new Map<string, unknown>([
          ['--port', 1],
          ['--metrics-port', 2],
          ['--trusted-proxies', ['::1', '10.0.0.1']],
        ]),
      },
    });
  });

  it('judges the configuration instead of starting, with the same sources', () => {
    expect(parseCommandLine('catalog-api', ['--check-config', '--port', '3'])).toMatchObject({
      kind: 'check-config',
      sources: { flags: new Map([['--port', 3]]) },
    });
  });

  it('knows a role only where there are roles', () => {
    expect(parseCommandLine('download-manager', ['--role', 'worker'])).toMatchObject({
      sources: { role: 'worker' },
    });
    expect(() => parseCommandLine('catalog-api', ['--role', 'worker'])).toThrow("unknown option '--role'");
  });

  it.each([
    [['--help'], 'help'],
    [['-h', '--port', '3'], 'help'],
    [['--version'], 'version'],
    [['-V'], 'version'],
  ])('understands %j', (argv, kind) => {
    expect(parseCommandLine('catalog-api', argv)).toEqual({ kind });
  });

  it.each([
    [['--bogus'], "unknown option '--bogus'"],
    [['--dbdir', 'x'], "unknown option '--dbdir', did you mean --db-dir?"],
    [['--max-retries', '3'], "unknown option '--max-retries'"],
    [['-x'], "unknown option '-x'"],
    [['start'], 'too many arguments. Expected 0 arguments but got 1: start.'],
    [['--config'], "option '--config <file>' argument missing"],
    [['--db-dir', '--port', '3'], "option '--db-dir <folder>' argument missing before --port"],
    [['--db-dir', '-p', '3'], "option '--db-dir <folder>' argument missing before -p"],
    [['-p'], "option '-p, --port <port>' argument missing"],
    [['--port', 'abc'], `option '--port <port>' argument "abc" is not allowed, must be a whole number from 0 to 65535`],
    [['--port', '1.5'], `option '--port <port>' argument "1.5" is not allowed, must be a whole number from 0 to 65535`],
    [['--port='], `option '--port <port>' argument "" is not allowed, must be a whole number from 0 to 65535`],
    [
      ['--metrics-port', '0x10', '--session-idle-days', 'never'],
      `option '--metrics-port <port>' argument "0x10" is not allowed, must be a whole number from 0 to 65535\n` +
        `option '--session-idle-days <number>' argument "never" is not allowed, must be a whole number of 0 or more`,
    ],
  ])('refuses %j', (argv, message) => {
    expect(() => parseCommandLine('catalog-api', argv)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});

describe('helpText', () => {
  it.each(PROGRAM_NAMES)('shows every flag of %s with key and default', (service) => {
    const help = helpText(service).replace(/\s+/g, ' ');
    for (const { key, setting } of settingsOf(SCHEMA)) {
      const flag = flagOf(setting, service);
      if (flag === undefined) expect(help).not.toContain(`TOML: ${key}]`);
      else expect(help).toMatch(new RegExp(`${flag} <[^>]+> [^<]*\\[default: [^\\]]*(\\[\\])?; TOML: ${key}\\]`));
    }
    expect(help).toContain(`Usage: ${service} [flags]`);
  });

  it('has a flag for every key at the top of the file', () => {
    const flags = settingsOf(SCHEMA)
      .filter(({ table }) => table === null)
      .map(({ name, setting }) => [name, flagOf(setting, 'catalog-api')]);
    expect(flags).toEqual(flags.map(([name]) => [name, `--${name!.replaceAll('_', '-')}`]));
  });

  it('groups what a service reads and puts the rest last', () => {
    const help = helpText('job-scheduler');
    const position = (text: string): number => help.indexOf(text);
    expect(position('General:')).toBeLessThan(position('--db-dir'));
    expect(position('--db-dir')).toBeLessThan(position('Read by other services only'));
    expect(position('Read by other services only')).toBeLessThan(position('--frontend-dir-path'));
  });

  it('names the tables that stand only in the file, with every key and its default', () => {
    const [, tables = ''] = helpText('job-scheduler').split('Only in the file');
    expect(tables.match(/\[\w+\]/g)).toEqual(['[background_jobs]', '[download_manager]']);
    const words = tables.replace(/\s+/g, ' ');
    expect(words).toContain(
      '[background_jobs] popular_window_days (365), job_history_retention_days (90), shutdown_timeout_secs (10) [',
    );
    expect(words).toContain('enabled (true when downloader_url is set), max_albums_per_hour (10), max_albums_per_day');
    for (const { table, name } of settingsOf(SCHEMA))
      if (table === 'download_manager') expect(words).toContain(` ${name} (`);
    expect(Math.max(...tables.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110);
  });
});
