import { resolve as absolute } from 'node:path';
import { type ProgramName, type Role } from './programs.js';
import { portKeysOf, type Resolution } from './resolution/resolve.js';
import { downloadManager } from './schema/download-manager.config.js';
import { JOB_IDS, jobSettings, jobTable, type JobId, type JobSettings } from './schema/jobs.config.js';
import { nats, services } from './schema/peers.config.js';
import { backgroundJobs } from './schema/retention.config.js';
import { type KeyedSetting, topLevel } from './schema/schema.js';
import { camelCase, type Settings, type ValuesOf } from './schema/setting.js';
import { ssl } from './schema/ssl.config.js';

type TopLevel = ValuesOf<typeof topLevel>;

/** What a service runs with: every setting under its key in camel case. Paths are absolute, urls end without a slash. */
export interface Config extends Omit<TopLevel, 'dbDir' | 'mediaPath'> {
  readonly service: ProgramName;
  /** `all` for services that have no roles. */
  readonly role: Role;
  /** Empty for a worker, which has no database. */
  readonly dbDir: string;
  readonly mediaPath: string;
  /** Of the service started, like `metricsPort`. A worker listens on its metrics port only. */
  readonly port: number;
  readonly metricsPort: number;
  /** Null also for the services that speak plain HTTP whatever the file says: only catalog-api serves HTTPS. */
  readonly ssl: { readonly certPath: string; readonly keyPath: string } | null;
  readonly nats: ValuesOf<typeof nats>;
  readonly services: ValuesOf<typeof services>;
  readonly backgroundJobs: ValuesOf<typeof backgroundJobs>;
  /** What the file says about single jobs, for every job that may stand there. */
  readonly jobs: Readonly<Record<JobId, JobSettings>>;
  readonly downloadManager: ValuesOf<typeof downloadManager>;
}

/** The configuration that a resolution without problems amounts to. */
export function toConfig(resolution: Resolution): Config {
  const { service, role } = resolution.given;
  const top = valuesOf(resolution, topLevel);
  const ports = portKeysOf(service);
  return {
    ...top,
    service,
    role,
    dbDir: role === 'worker' || top.dbDir === null ? '' : absolute(top.dbDir),
    mediaPath: absolute(top.mediaPath ?? ''),
    frontendDirPath: top.frontendDirPath === null ? null : absolute(top.frontendDirPath),
    port: resolution.valueOf(ports.http) as number,
    metricsPort: resolution.valueOf(ports.metrics) as number,
    ssl: tlsFiles(resolution),
    nats: valuesOf(resolution, nats, 'nats'),
    services: valuesOf(resolution, services, 'services'),
    backgroundJobs: valuesOf(resolution, backgroundJobs, 'background_jobs'),
    jobs: Object.fromEntries(
      JOB_IDS.map((id) => [id, valuesOf(resolution, jobSettings, jobTable(id))]),
    ) as unknown as Config['jobs'],
    downloadManager: valuesOf(resolution, downloadManager, 'download_manager'),
  };
}

/** Gives these settings of `config` the values they have in `next`; the objects that hold them stay the same. */
export function takeOver(
  config: Config,
  next: Config,
  settings: readonly Pick<KeyedSetting, 'table' | 'name'>[],
): void {
  for (const { table, name } of settings) {
    const key = camelCase(name);
    Reflect.set(holderOf(config, table), key, Reflect.get(holderOf(next, table), key));
  }
}

function holderOf(config: Config, table: string | null): object {
  return table === null ? config : (Reflect.get(config, camelCase(table)) as object);
}

function tlsFiles(resolution: Resolution): Config['ssl'] {
  if (resolution.given.service !== 'catalog-api') return null;
  const { certPath, keyPath } = valuesOf(resolution, ssl, 'ssl');
  return certPath === null || keyPath === null ? null : { certPath: absolute(certPath), keyPath: absolute(keyPath) };
}

function valuesOf<S extends Settings>(resolution: Resolution, settings: S, table?: string): ValuesOf<S> {
  const entries = Object.keys(settings).map((name) => {
    const key = table === undefined ? name : `${table}.${name}`;
    return [camelCase(name), resolution.valueOf(key)];
  });
  return Object.fromEntries(entries) as ValuesOf<S>;
}
