import { keyLines, lineOf } from '../file/key-lines.js';
import { type TomlFile } from '../file/toml-file.js';
import { DerivedDefault } from '../schema/setting.js';
import { JOB_IDS } from '../schema/jobs.config.js';
import { jobSection, SCHEMA, settingsOf } from '../schema/schema.js';
import { shownValue } from '../schema/value-words.js';
import { type Resolution, type Resolved } from './resolve.js';

/** From here on comments stand below each other, unless a value is longer. */
const COMMENT_COLUMN = 50;

const OF_SINGLE_JOBS = settingsOf(JOB_IDS.map(jobSection));

/** Every setting as TOML, with where its value comes from as a comment; of single jobs what is given. Fit to be shown: without the secrets of urls. */
export function printedConfiguration(resolution: Resolution, file: TomlFile | null): string {
  const lines = keyLines(file?.text ?? '');
  const placeOf = (key: string): string =>
    [file?.path, lineOf(lines, key)].filter((part) => part !== undefined).join(':');
  const given = OF_SINGLE_JOBS.filter(({ key }) => resolution.get(key).origin !== 'default');
  const tables = Map.groupBy([...settingsOf(SCHEMA), ...given], ({ table }) => table);
  const parts = [...tables].map(([table, settings]) => {
    const shown = settings.map(({ key }) => printed(resolution.get(key), placeOf));
    return [...(table === null ? [] : [`[${table}]`]), ...shown].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

function printed(resolved: Resolved, placeOf: (key: string) => string): string {
  const { name, value } = resolved;
  const assignment = value === null ? `# ${name} is not set` : `${name} = ${shownValue(value)}`;
  return `${assignment.padEnd(COMMENT_COLUMN)}  # ${originOf(resolved, placeOf)}`;
}

function originOf({ key, origin, label, overridden, setting }: Resolved, placeOf: (key: string) => string): string {
  if (origin === 'flag') return `flag ${label}`;
  if (origin === 'file') return `file ${placeOf(key)}${overridden === null ? '' : `, wins over ${overridden}`}`;
  return setting.fallback instanceof DerivedDefault ? `default: ${setting.fallback.text}` : 'default';
}
