import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { RawDatabase } from '../connection/raw-database.js';
import {
  DatabaseCorruptError,
  DatabaseForeignError,
  DatabaseInaccessibleError,
  DatabaseNewerError,
} from '../persistence.errors.js';
import { type DatabaseSpec, migrationNames } from './database-spec.js';

/** What a look at the file found: the migrations it carries and those it still lacks, oldest first. */
export interface Inspection {
  applied: string[];
  pending: string[];
}

const BUSY_TIMEOUT_MS = 5000;
/** Reading a file of this size takes a fraction of a second; larger ones are checked in full by the backup. */
const LARGEST_CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * The file is only ever opened through SQLite: closing a plain handle on it would drop the locks that this process may
 * already have on it (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
 *
 * Decides, without changing a byte, whether the program may work with the file. Throws DatabaseForeignError,
 * DatabaseCorruptError or DatabaseNewerError. A missing or empty file lacks every migration.
 */
export const inspect = async (file: string, spec: DatabaseSpec): Promise<Inspection> => {
  const known = migrationNames(spec);
  const bytes = await sizeOf(file);
  if (bytes === 0) return { applied: [], pending: known };
  const applied = await looking(file, (database) => appliedMigrations(database, file, bytes));
  assertIsOurs(file, applied, known);
  return { applied, pending: known.filter((name) => !applied.includes(name)) };
};

const sizeOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
};

/**
 * `immutable` keeps SQLite from creating its -wal and -shm files beside a file that may be refused; with a log left by
 * a crash it would hide what is only in the log, so then the file is opened as usual, read-only.
 */
const looking = async <T>(file: string, look: (database: RawDatabase) => Promise<T>): Promise<T> => {
  const isQuiet = (await sizeOf(`${file}-wal`)) === 0;
  const uri = `${pathToFileURL(file).href}${isQuiet ? '?immutable=1' : ''}`;
  const database = await RawDatabase.open(uri, 'readOnly', BUSY_TIMEOUT_MS).catch((error: unknown) => {
    throw explained(file, error as Error);
  });
  try {
    return await look(database);
  } catch (error) {
    throw explained(file, error as Error & { code?: string });
  } finally {
    await database.close();
  }
};

const explained = (file: string, error: Error & { code?: string }): Error => {
  if (error.code === 'SQLITE_NOTADB') return new DatabaseForeignError(file, 'is not an SQLite database');
  if (error.code === 'SQLITE_CORRUPT') return new DatabaseCorruptError(file, error.message, { cause: error });
  if (UNREADABLE.has(error.code ?? '')) return new DatabaseInaccessibleError(file, error.message, { cause: error });
  return error;
};

const UNREADABLE: ReadonlySet<string> = new Set(['SQLITE_CANTOPEN', 'SQLITE_IOERR', 'SQLITE_PERM']);

const appliedMigrations = async (database: RawDatabase, file: string, bytes: number): Promise<string[]> => {
  if (bytes <= LARGEST_CHECKED_BYTES) await assertIsSound(database, file);
  const tables = await database.all<{ name: string; hasName: number }>(
    `SELECT name, EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'name') AS hasName
       FROM sqlite_master t WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  if (tables.length === 0) return [];
  if (!tables.some(({ name, hasName }) => name === 'migrations' && hasName)) {
    throw new DatabaseForeignError(file, 'has tables but no table of migrations');
  }
  const rows = await database.all<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  if (rows.length === 0 && tables.length > 1) throw new DatabaseForeignError(file, 'has tables but no migrations');
  return rows.map(({ name }) => name);
};

const assertIsSound = async (database: RawDatabase, file: string): Promise<void> => {
  const [finding] = await database.all<{ quick_check: string }>('PRAGMA quick_check(1)');
  if (finding?.quick_check !== 'ok') throw new DatabaseCorruptError(file, finding?.quick_check ?? 'unreadable');
};

const assertIsOurs = (file: string, applied: readonly string[], known: readonly string[]): void => {
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  if (unknown.length < applied.length) throw new DatabaseNewerError(file, unknown);
  throw new DatabaseForeignError(file, `carries the migrations of another database (${unknown.join(', ')})`);
};
