import { downloadManager } from './download-manager.config.js';
import { downloader } from './downloader.config.js';
import { folders } from './folders.config.js';
import { http } from './http.config.js';
import { JOB_IDS, jobSettings, jobTable } from './jobs.config.js';
import { nats, services } from './peers.config.js';
import { backgroundJobs, retention } from './retention.config.js';
import { type Setting, type Settings } from './setting.js';
import { ssl } from './ssl.config.js';
import { isTable } from './value-words.js';

/** Settings that stand together in help and documents. `table` is `null` for keys at the top of the file. */
export interface Section {
  readonly table: string | null;
  readonly title: string;
  readonly settings: Settings;
}

export const topLevel = { ...folders, ...http, ...downloader, ...retention };

/** The file without the tables of single jobs. */
export const SCHEMA: readonly Section[] = [
  { table: null, title: 'Folders', settings: folders },
  { table: null, title: 'HTTP', settings: http },
  { table: null, title: 'External downloader', settings: downloader },
  { table: null, title: 'Retention', settings: retention },
  { table: 'ssl', title: 'TLS', settings: ssl },
  { table: 'nats', title: 'NATS', settings: nats },
  { table: 'services', title: 'Services', settings: services },
  { table: 'background_jobs', title: 'Background jobs', settings: backgroundJobs },
  { table: 'download_manager', title: 'Download manager', settings: downloadManager },
];

/** The table of one background job. Documents and help show one of them for all. */
export const jobSection = (id: string): Section => ({
  table: jobTable(id),
  title: 'One background job',
  settings: jobSettings,
});

/** Everything the file may hold. */
export const FULL_SCHEMA: readonly Section[] = [...SCHEMA, ...JOB_IDS.map(jobSection)];

/** The value under a table's name, which may be that of a table in a table. */
export function tableIn(tree: Readonly<Record<string, unknown>>, table: string): unknown {
  return table
    .split('.')
    .reduce<unknown>((inner, name) => (isTable(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), tree);
}

export interface KeyedSetting {
  /** As problems name it: `download_manager.max_retries`. */
  readonly key: string;
  readonly table: string | null;
  readonly name: string;
  readonly title: string;
  readonly setting: Setting;
}

/** Every setting of a schema with its full key, in the order of the schema. */
export function settingsOf(schema: readonly Section[]): KeyedSetting[] {
  return schema.flatMap(({ table, title, settings }) =>
    Object.entries(settings).map(([name, setting]) => ({
      key: table === null ? name : `${table}.${name}`,
      table,
      name,
      title,
      setting,
    })),
  );
}
