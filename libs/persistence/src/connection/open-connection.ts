import sqlite3, { type Database as Handle } from 'sqlite3';
import { DataSource, type Logger as OrmLogger } from 'typeorm';
import { type SqliteConnectionOptions } from 'typeorm/driver/sqlite/SqliteConnectionOptions.js';
import { type SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver.js';
import { DatabaseInaccessibleError } from '../persistence.errors.js';
import { SqliteConnection } from './sqlite-connection.js';

/** `verbose()`, which TypeORM calls, makes every statement of the process capture a stack trace. */
const driver = { ...sqlite3, verbose: () => driver };

/** TypeORM prints failed migrations to the console; they are thrown as well, and the services log in their own format. */
const nothing = (): void => undefined;
const ormLogger: OrmLogger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

export interface OpenConnection {
  dataSource: DataSource;
  connection: SqliteConnection;
  close(): Promise<void>;
}

const open = async (
  options: Pick<SqliteConnectionOptions, 'database' | 'flags' | 'entities' | 'migrations'>,
  pragmas: readonly string[],
): Promise<OpenConnection> => {
  const dataSource = new DataSource({ type: 'sqlite', driver, logger: ormLogger, ...options });
  await dataSource.initialize();
  const connection = new SqliteConnection((dataSource.driver as SqliteDriver).databaseConnection as Handle);
  const close = async (): Promise<void> => {
    await connection.release();
    await dataSource.destroy();
  };
  try {
    for (const pragma of pragmas) await connection.all(`PRAGMA ${pragma}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { dataSource, connection, close };
};

const BUSY_TIMEOUT = 'busy_timeout = 5000';

/**
 * FULL, because NORMAL does not sync the write-ahead log at a commit: a power cut would take back transactions whose
 * callers already had their answer (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
const WRITER_PRAGMAS = [
  BUSY_TIMEOUT,
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'journal_size_limit = 67108864',
];

/**
 * What a statement that changes several rows would need to undo itself goes to a temporary file from 64 KiB on, which a table
 * with a dozen indexes comes to within a few rows (https://www.sqlite.org/tempfiles.html, section 2.5). Not while migrating:
 * what is sorted for a new index may be more than the machine has memory for.
 */
const IN_MEMORY = 'temp_store = MEMORY';

/** Classes, in TypeORM's own type for them. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
type Classes = readonly Function[];

export const openWriter = async (file: string, migrations: Classes = []): Promise<OpenConnection> => {
  const pragmas = migrations.length === 0 ? [...WRITER_PRAGMAS, IN_MEMORY] : WRITER_PRAGMAS;
  const writer = await open({ database: file, migrations: [...migrations] }, pragmas);
  const [mode] = await writer.connection.all<{ journal_mode: string }>('PRAGMA journal_mode');
  if (mode?.journal_mode === 'wal') return writer;
  // SQLite stays in its old mode, without an error, where memory cannot be shared between processes.
  await writer.close();
  throw new DatabaseInaccessibleError(file, 'this file system does not support write-ahead logging');
};

/** Read-only twice over: by the open flag, and by a pragma that also covers temporary and attached tables. */
export const openReader = (file: string, entities: Classes = []): Promise<OpenConnection> =>
  open({ database: file, flags: sqlite3.OPEN_READONLY, entities: [...entities] }, [BUSY_TIMEOUT, 'query_only = ON']);
