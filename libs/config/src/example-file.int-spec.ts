import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { parseToml, type TomlTree } from './file/toml-text.js';
import { checkedConfiguration } from './load-config.js';
import { judge } from './resolution/judge.js';
import { resolve } from './resolution/resolve.js';
import { DerivedDefault } from './schema/setting.js';
import { jobSection, SCHEMA, settingsOf } from './schema/schema.js';

const NAME = 'pezzottify.example.toml';
const ROOT = join(import.meta.dirname, '../../..');
const TEXT = readFileSync(join(ROOT, NAME), 'utf8');
const SHOWN_SETTING = /^# ([a-z_]+) = (.*)$/;

const setup = (file: TomlTree) => judge('catalog-api', { role: null, flags: new Map([['--db-dir', '/d']]) }, file);

/** One background job stands for all. */
const SHOWN_SCHEMA = [...SCHEMA, jobSection('popular_content')];

/** The file as it is when every setting shown is taken in. */
const taken = parseToml(
  TEXT.split('\n')
    .map((line) => (SHOWN_SETTING.test(line) ? line.slice(2) : line))
    .join('\n'),
  NAME,
);

/** Lines that show a setting, by full key. */
function shownLines(): Map<string, string> {
  const lines = new Map<string, string>();
  let table = '';
  for (const line of TEXT.split('\n')) {
    table = /^\[(.*)\]$/.exec(line)?.[1] ?? table;
    const name = SHOWN_SETTING.exec(line)?.[1];
    if (name !== undefined) lines.set(table === '' ? name : `${table}.${name}`, line);
  }
  return lines;
}

describe(NAME, () => {
  it('is taken as it is, and changes nothing', () => {
    const { resolution, problems } = setup(parseToml(TEXT, NAME));
    expect(problems).toEqual([]);
    expect([...resolution.settings.values()].filter(({ origin }) => origin === 'file')).toEqual([]);
  });

  it('is taken without a problem when every setting it shows is taken in', () => {
    expect(setup(taken).problems).toEqual([]);
  });

  it('shows every key of the schema once and no other', () => {
    const known = settingsOf(SHOWN_SCHEMA).map(({ key }) => key);
    expect([...shownLines().keys()].sort()).toEqual(known.sort());
    expect(TEXT.match(/^# [a-z_]+ = /gm)).toHaveLength(known.length);
  });

  it.each(settingsOf(SHOWN_SCHEMA).map(({ key, setting }) => [key, setting.fallback] as const))(
    'shows the real default of %s',
    (key, fallback) => {
      const resolution = resolve(SHOWN_SCHEMA, { service: 'catalog-api', role: 'all', file: taken, flags: new Map() });
      const comment = shownLines().get(key)?.split('  # ')[1];
      if (fallback === null) expect(comment).toBe('example; no default');
      else if (fallback instanceof DerivedDefault)
        expect(comment?.replace('example; ', '')).toBe(`default: ${fallback.text}`);
      else expect({ shown: resolution.valueOf(key), comment }).toEqual({ shown: fallback, comment: undefined });
    },
  );

  it('passes --check-config, which shows every setting at its default', async () => {
    const db = await temporaryDirectory();
    const sources = { configPath: join(ROOT, NAME), role: null, flags: new Map([['--db-dir', db]]) };
    const lines = checkedConfiguration('catalog-api', sources)
      .split('\n')
      .filter((line) => line.includes('  # '));
    expect(lines).toHaveLength(settingsOf(SCHEMA).length);
    const [first, ...others] = lines.map((line) => line.split('  # ')[1]);
    expect(first).toBe('flag --db-dir');
    for (const origin of others) expect(origin).toMatch(/^default/);
  });

  it('explains every setting, alone or in a group, with a comment above it', () => {
    for (const group of TEXT.split('\n\n').filter((lines) => SHOWN_SETTING.test(lines.split('\n').at(-1) ?? ''))) {
      const [first] = group.split('\n').filter((line) => !line.startsWith('[') && !line.startsWith('# -'));
      expect(first).toMatch(/^# [A-Z].*/);
      expect(first).not.toMatch(SHOWN_SETTING);
    }
  });
});
