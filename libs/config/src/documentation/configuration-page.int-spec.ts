import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { jobSection, SCHEMA, settingsOf } from '../schema/schema.js';
import { configurationPage } from './configuration-page.js';

const FILE = join(import.meta.dirname, '../../../../docs/configuration.md');
const STALE = 'stale; write it anew with: UPDATE_DOCS=1 npx nx test config --skip-nx-cache';

it('docs/configuration.md is what the schema says', () => {
  const page = configurationPage();
  if (process.env.UPDATE_DOCS === '1') writeFileSync(FILE, page);
  const written = readFileSync(FILE, 'utf8');
  expect(`docs/configuration.md is ${written === page ? 'up to date' : STALE}`).toBe(
    'docs/configuration.md is up to date',
  );
});

it('the page has a row for every setting, with its default, and says which are live', () => {
  const [page = '', ofOneJob = ''] = configurationPage().split('## One background job');
  const single = settingsOf([jobSection('<id>')]);
  for (const { name, setting, table } of [...settingsOf(SCHEMA), ...single]) {
    const own = (table === 'background_jobs.<id>' ? ofOneJob : page)
      .split('\n')
      .filter((row) => row.startsWith(`| \`${name}\` |`));
    expect(own).toEqual([expect.stringContaining(setting.isLive ? '| live |' : '| restart |')]);
    expect(own[0]).toContain(setting.doc);
  }
});
