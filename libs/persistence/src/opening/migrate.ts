import { type DataSource } from 'typeorm';
import { type Logger } from '@pezzottify/observability';
import { type OpenConnection, openWriter } from '../connection/open-connection.js';
import { DatabaseMigrationFailedError } from '../persistence.errors.js';
import { backUp } from './backup.js';
import { type DatabaseSpec } from './database-spec.js';
import { inspect } from './inspect.js';

/** Creates or updates the file, all migrations in one transaction, after a backup of what there was. */
export const bringUpToDate = async (file: string, spec: DatabaseSpec, logger: Logger): Promise<void> => {
  const { applied, pending } = await inspect(file, spec);
  if (pending.length === 0) return;
  const writer = await openWriter(file, spec.migrations);
  try {
    await keepACopy(file, writer, applied.at(-1), logger);
    await step(file, pending.join(', '), () => runAll(writer.dataSource));
  } finally {
    await writer.close();
  }
  logger.info({ file, migrations: pending }, applied.length > 0 ? 'database migrated' : 'database created');
};

const keepACopy = async (
  file: string,
  { connection }: OpenConnection,
  newest: string | undefined,
  logger: Logger,
): Promise<void> => {
  if (newest === undefined) return;
  const backup = await step(file, 'backup', () => backUp(connection, file, newest));
  logger.info({ file, backup }, 'database backed up before its migration');
};

const step = async <T>(file: string, name: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw new DatabaseMigrationFailedError(file, name, error);
  }
};

/**
 * Foreign keys are off meanwhile (SQLite rebuilds a table by dropping the old one, which would cascade) and checked as a
 * whole before the commit: https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
 */
const runAll = async (dataSource: DataSource): Promise<void> => {
  const runner = dataSource.createQueryRunner();
  await runner.beforeMigration();
  await runner.startTransaction();
  try {
    await dataSource.runMigrations({ transaction: 'all' });
    const orphans = (await runner.query('PRAGMA foreign_key_check')) as { table: string }[];
    if (orphans[0]) throw new Error(`rows of ${orphans[0].table} would refer to rows that are gone`);
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
};
