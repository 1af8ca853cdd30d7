import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCommandLine } from '../command-line/command-line.js';
import { parseToml } from '../file/toml-text.js';
import { type ProgramName, type Role } from '../programs.js';
import { type KeyedSetting, SCHEMA, settingsOf } from '../schema/schema.js';
import { type Given, flagOf, resolve, type Resolution } from './resolve.js';

const SETTINGS = settingsOf(SCHEMA);
const SERVICES: ProgramName[] = ['catalog-api', 'job-scheduler', 'download-manager'];

const resolved = (given: Partial<Given>): Resolution =>
  resolve(SCHEMA, { service: 'catalog-api', role: 'all', file: {}, flags: new Map(), ...given });

/** Values that are allowed for a setting. */
const VALUES: [pattern: RegExp, values: fc.Arbitrary<unknown>][] = [
  [/trusted_proxies$/, fc.subarray(['10.0.0.1', '10.0.0.0/8', '::1'])],
  [/logging_level$/, fc.constantFrom('none', 'path', 'headers', 'body')],
  [/^nats\.url$/, fc.constantFrom('nats://a', 'tls://b:1')],
  [/_url$/, fc.constantFrom('http://a', 'https://b:1/c')],
  [/enabled$/, fc.boolean()],
  [/(_dir|_path)$/, fc.constantFrom('/a', 'b/c', 'with blank')],
  [/_location$/, fc.constantFrom('/', '/a/', '/b.c/d_e/')],
  [/(max_retries|worker_concurrency)$/, fc.integer({ min: 1, max: 64 })],
  [/shutdown_timeout_secs$/, fc.integer({ min: 1, max: 20 })],
  [/./, fc.integer({ min: 60, max: 3600 })],
];

const valuesOf = ({ key }: KeyedSetting): fc.Arbitrary<unknown> => VALUES.find(([pattern]) => pattern.test(key))![1];

/** Some of the settings, each with a value. */
const some = (settings: readonly KeyedSetting[]): fc.Arbitrary<Map<string, unknown>> =>
  fc
    .subarray([...settings])
    .chain((chosen) => fc.tuple(...chosen.map((one) => fc.tuple(fc.constant(one.key), valuesOf(one)))))
    .map((entries) => new Map(entries));

function tomlOf(values: ReadonlyMap<string, unknown>): string {
  const given = SETTINGS.filter(({ key }) => values.has(key));
  return [...Map.groupBy(given, ({ table }) => table)]
    .flatMap(([table, settings]) => [
      ...(table === null ? [] : [`[${table}]`]),
      ...settings.map(({ key, name }) => `${name} = ${JSON.stringify(values.get(key))}`),
    ])
    .join('\n');
}

const flagsFor = (service: ProgramName): KeyedSetting[] =>
  SETTINGS.filter(({ setting }) => flagOf(setting, service) !== undefined);

function argvOf(values: ReadonlyMap<string, unknown>, service: ProgramName): string[] {
  return flagsFor(service)
    .filter(({ key }) => values.has(key))
    .flatMap(({ key, setting }) => [flagOf(setting, service)!, String(values.get(key))]);
}

interface Run {
  service: ProgramName;
  role: Role;
  file: ReadonlyMap<string, unknown>;
  flags: ReadonlyMap<string, unknown>;
}

/** A service with some settings in its file and some on its command line. */
const runs: fc.Arbitrary<Run> = fc.constantFrom(...SERVICES).chain((service) =>
  fc.record({
    service: fc.constant(service),
    role: service === 'download-manager' ? fc.constantFrom<Role>('owner', 'worker', 'all') : fc.constant<Role>('all'),
    file: some(SETTINGS),
    flags: some(flagsFor(service)),
  }),
);

const METRICS_PORT = 'services.download_manager_metrics_port';

/** The precedence rule, said once more and without the code under test. */
function expected(run: Run, { key, setting }: KeyedSetting): [unknown, string] {
  const { role, file, flags } = run;
  const others = (other: string): unknown => expected(run, BY_KEY.get(other)!)[0];
  if (file.has(key) && !(role === 'worker' && key === METRICS_PORT)) return [file.get(key), 'file'];
  if (flags.has(key)) return [flags.get(key), 'flag'];
  if (key === 'media_path') return [role === 'worker' ? null : others('db_dir'), 'default'];
  if (key === 'download_manager.enabled') return [others('downloader_url') !== null, 'default'];
  if (key === METRICS_PORT) return [role === 'worker' ? 9094 : 9093, 'default'];
  return [setting.fallback, 'default'];
}

const BY_KEY = new Map(SETTINGS.map((keyed) => [keyed.key, keyed]));

describe('resolve', () => {
  it('takes the file over the flag over the default, for every setting and whatever else is given', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const { service, role, file, flags } = run;
        const roleFlag = service === 'download-manager' ? ['--role', role] : [];
        const commandLine = parseCommandLine(service, [...argvOf(flags, service), ...roleFlag]);
        if (!('sources' in commandLine)) throw new Error(commandLine.kind);
        const tree = parseToml(tomlOf(file), 'random.toml');
        const resolution = resolved({ service, role, file: tree, flags: commandLine.sources.flags });
        expect(resolution.problems).toEqual([]);
        for (const keyed of SETTINGS) {
          const { value, origin } = resolution.get(keyed.key);
          expect([keyed.key, value, origin]).toEqual([keyed.key, ...expected(run, keyed)]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names a value by where it came from, and the flag that lost', () => {
    const resolution = resolved({
      file: { port: 1 },
      flags: new Map([
        ['--port', 2],
        ['--metrics-port', 3],
      ]),
    });
    expect(resolution.get('port')).toMatchObject({ label: 'port', overridden: '--port' });
    expect(resolution.get('metrics_port')).toMatchObject({ label: '--metrics-port', overridden: null });
  });

  it('never leaves a default unsettled, and gives only defaults that the setting allows', () => {
    const given = { file: { db_dir: '/d', media_path: '/m', downloader_url: 'http://d' } };
    for (const role of ['owner', 'worker', 'all'] satisfies Role[]) {
      for (const { key, value, setting } of resolved({
        service: 'download-manager',
        role,
        ...given,
      }).settings.values()) {
        if (value !== null) expect([key, setting.type.read(value)]).toEqual([key, { value }]);
      }
    }
  });

  it('puts media beside the databases unless told otherwise', () => {
    expect(resolved({ file: { db_dir: '/d' } }).valueOf('media_path')).toBe('/d');
    expect(resolved({ flags: new Map([['--db-dir', '/d']]) }).valueOf('media_path')).toBe('/d');
    expect(resolved({ file: { db_dir: '/d', media_path: '/m' } }).valueOf('media_path')).toBe('/m');
  });

  it('enables downloads when there is a downloader, unless told otherwise', () => {
    const enabled = (file: Given['file']): unknown => resolved({ file }).valueOf('download_manager.enabled');
    expect(enabled({})).toBe(false);
    expect(enabled({ downloader_url: 'http://d' })).toBe(true);
    expect(enabled({ downloader_url: 'http://d', download_manager: { enabled: false } })).toBe(false);
  });

  it('keeps workers off the metrics port of the owner, even one that the shared file names', () => {
    const key = 'services.download_manager_metrics_port';
    const metricsPort = (role: Role, flags: [string, number][] = []): unknown => {
      const file = { services: { download_manager_metrics_port: 5000 } };
      return resolved({ service: 'download-manager', role, file, flags: new Map(flags) }).valueOf(key);
    };
    expect([metricsPort('owner'), metricsPort('all'), metricsPort('worker')]).toEqual([5000, 5000, 9094]);
    expect(metricsPort('worker', [['--metrics-port', 6000]])).toBe(6000);
  });

  it('gives --port to the key of the service started', () => {
    const flags = new Map([['--port', 5]]);
    const ports = (service: ProgramName): unknown[] => {
      const resolution = resolved({ service, flags });
      const keys = ['port', 'services.job_scheduler_port', 'services.download_manager_port'];
      return keys.map((key) => resolution.valueOf(key));
    };
    expect(ports('catalog-api')).toEqual([5, 3011, 3021]);
    expect(ports('job-scheduler')).toEqual([3001, 5, 3021]);
    expect(ports('download-manager')).toEqual([3001, 3011, 5]);
  });

  it('cuts the slash off the end of a url', () => {
    expect(resolved({ file: { downloader_url: 'http://d:1/api//' } }).valueOf('downloader_url')).toBe('http://d:1/api');
  });
});
