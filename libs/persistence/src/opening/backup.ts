import { chmod, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type SqliteConnection } from '../connection/sqlite-connection.js';
import { timestampOf } from './database-spec.js';

const BACKUPS_KEPT = 3;
const UNFINISHED = '.partial';

/**
 * Copies the database as it is committed now to `<file>.backup-<version>-<time>` and keeps the last three such copies.
 * The copy carries its name only once it is whole and on disk. Resolves to its path.
 */
export const backUp = async (connection: SqliteConnection, file: string, newestMigration: string): Promise<string> => {
  const moment = new Date().toISOString().replaceAll(/[-:.]/g, '');
  const backup = `${file}.backup-${timestampOf(newestMigration)}-${moment}`;
  const draft = `${backup}${UNFINISHED}`;
  await connection.all('VACUUM INTO ?', [draft]);
  // Accounts and password hashes are in these files: the copy must not be readable by more people than the original.
  await chmod(draft, (await stat(file)).mode);
  await syncToDisk(draft);
  await rename(draft, backup);
  await syncToDisk(dirname(file));
  await removeOldest(file);
  return backup;
};

const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Also what a crash left of an unfinished copy: it would fill the disk, and is none. */
const removeOldest = async (file: string): Promise<void> => {
  const copies = (await readdir(dirname(file))).filter((name) => name.startsWith(`${basename(file)}.backup-`));
  const backups = copies.filter((name) => !name.endsWith(UNFINISHED)).sort(byAge);
  const kept = new Set(backups.slice(-BACKUPS_KEPT));
  for (const name of copies) if (!kept.has(name)) await rm(join(dirname(file), name));
};

const byAge = (one: string, other: string): number => madeAt(one).localeCompare(madeAt(other));
const madeAt = (name: string): string => name.slice(name.lastIndexOf('-'));
