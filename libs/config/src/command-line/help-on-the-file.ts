import { jobSection, SCHEMA } from '../schema/schema.js';
import { type Settings } from '../schema/setting.js';
import { shownDefault } from '../schema/shown-default.js';

/** The tables of the file that no flag reaches, each key with its default. */
export function helpOnTheFile(): string {
  const tables = [...SCHEMA, jobSection('<job>')].filter(({ settings }) =>
    Object.values(settings).every(({ flag }) => flag === null),
  );
  return `Only in the file (explained in docs/configuration.md and pezzottify.example.toml):
${tables.map(({ table, settings }) => `  [${table ?? ''}]\n${listed(settings)}`).join('')}`;
}

/** Broken between two keys only, never between a key and its default. */
function listed(settings: Settings): string {
  const items = Object.entries(settings).map(([name, setting]) => `${name} (${shownDefault(setting)})`);
  return items.join(', ').replace(/(.{1,100})(?:, |$)/g, '    $1\n');
}
