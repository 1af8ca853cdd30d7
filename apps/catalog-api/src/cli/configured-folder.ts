import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import toml from '@iarna/toml';
import { RefusalError } from './refusal.error.js';

/** `db_dir` of a configuration file. The rest of the file is not judged: accounts can be looked after while it is wrong. */
export function databaseFolder(file: string): string {
  const { db_dir: folder } = parse(file);
  if (typeof folder !== 'string' || folder === '') throw new RefusalError(`${file}: db_dir is missing`);
  return resolve(dirname(file), folder);
}

function parse(file: string): Record<string, unknown> {
  try {
    return toml.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RefusalError(
      `${file}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be read'}`,
    );
  }
}
