import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ProgramName, type Role } from '../programs.js';
import { DerivedDefault } from '../schema/setting.js';
import { type KeyedSetting, SCHEMA, settingsOf } from '../schema/schema.js';
import { type Given, flagOf, resolve, type Resolution } from './resolve.js';

const SETTINGS = settingsOf(SCHEMA);
const SERVICES: ProgramName[] = ['catalog-api', 'job-scheduler', 'download-manager'];

const resolved = (given: Partial<Given>): Resolution =>
  resolve(SCHEMA, { service: 'catalog-api', role: 'all', file: {}, flags: new Map(), ...given });

/** Two different values that are allowed, so that one can tell whose is used. */
const TWO_VALUES: [pattern: RegExp, file: unknown, flag: unknown][] = [
  [/trusted_proxies$/, ['10.0.0.1'], ['::1']],
  [/logging_level$/, 'none', 'body'],
  [/^nats\.url$/, 'nats://file', 'nats://flag'],
  [/_url$/, 'http://file', 'http://flag'],
  [/(enabled)$/, true, false],
  [/(_dir|_path|_dir_path)$/, '/from/file', '/from/flag'],
  [/(max_retries|worker_concurrency)$/, 7, 8],
  [/./, 77, 78],
];

function valueFor({ key }: KeyedSetting, origin: 'file' | 'flag'): unknown {
  const [, file, flag] = TWO_VALUES.find(([pattern]) => pattern.test(key))!;
  return origin === 'file' ? file : flag;
}

function treeOf(chosen: readonly KeyedSetting[]): Record<string, unknown> {
  const inTables = Map.groupBy(chosen, ({ table }) => table);
  const valuesOf = (settings: readonly KeyedSetting[]): Record<string, unknown> =>
    Object.fromEntries(settings.map((keyed) => [keyed.name, valueFor(keyed, 'file')]));
  const tables = [...inTables].filter(([table]) => table !== null).map(([table, list]) => [table, valuesOf(list)]);
  return { ...valuesOf(inTables.get(null) ?? []), ...(Object.fromEntries(tables) as Record<string, unknown>) };
}

function flagsOf(chosen: readonly KeyedSetting[], service: ProgramName): Map<string, unknown> {
  const named = chosen.map((keyed) => [flagOf(keyed.setting, service), valueFor(keyed, 'flag')] as const);
  return new Map(named.filter((entry): entry is [string, unknown] => entry[0] !== undefined));
}

describe('resolve', () => {
  it('takes the file over the flag over the default, for every setting and whatever else is given', () => {
    const subset = fc.subarray(SETTINGS);
    fc.assert(
      fc.property(fc.constantFrom(...SERVICES), subset, subset, (service, inFile, onCommandLine) => {
        const resolution = resolved({ service, file: treeOf(inFile), flags: flagsOf(onCommandLine, service) });
        expect(resolution.problems).toEqual([]);
        for (const keyed of SETTINGS) {
          const flag = onCommandLine.includes(keyed) ? flagOf(keyed.setting, service) : undefined;
          const expected = inFile.includes(keyed) ? 'file' : flag === undefined ? 'default' : 'flag';
          const { value, origin, label } = resolution.get(keyed.key);
          expect([keyed.key, origin, label]).toEqual([keyed.key, expected, expected === 'flag' ? flag : keyed.key]);
          if (expected !== 'default') expect(value).toEqual(valueFor(keyed, expected));
          else if (!(keyed.setting.fallback instanceof DerivedDefault)) expect(value).toBe(keyed.setting.fallback);
        }
      }),
    );
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
