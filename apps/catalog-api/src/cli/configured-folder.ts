import { readFileSync } from 'node:fs';
import toml from '@iarna/toml';
import { RefusalError } from './refusal.error.js';

/**
 * `db_dir` as it stands in a configuration file; a relative one is seen from the working folder, as the services see it.
 * The rest of the file is not judged: accounts can be looked after while it is wrong.
 */
export function databaseFolder(file: string): string {
  const { db_dir: folder } = parse(file);
  if (typeof folder !== 'string' || folder === '') {
    throw new RefusalError(
      'CONFIG_INVALID',
      `${file}: db_dir is missing; write it there, or name the folder by --db-dir`,
    );
  }
  return folder;
}

function parse(file: string): Record<string, unknown> {
  try {
    return toml.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be read';
    throw new RefusalError('CONFIG_INVALID', `${file}: ${reason}`);
  }
}
