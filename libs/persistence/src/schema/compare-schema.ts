import { type DataSource } from 'typeorm';
import { openReader } from '../connection/open-connection.js';
import { type DatabaseSpec } from '../opening/database-spec.js';

/**
 * What distinguishes a migrated file from its entities: the statements TypeORM would run to make the file like the
 * entities, and the tables no entity describes. Empty when both agree. Tables that are not entities by nature (messages,
 * migrations, full-text indexes) are left out.
 */
export const compareSchema = async (spec: DatabaseSpec, file: string): Promise<string[]> => {
  const { dataSource, ...reader } = await openReader(file, spec.entities);
  try {
    return [...(await missingChanges(dataSource)), ...(await tablesWithoutEntity(dataSource))];
  } finally {
    await reader.close();
  }
};

const missingChanges = async (dataSource: DataSource): Promise<string[]> => {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
};

const MESSAGE_TABLES = ['outbox', 'inbox', 'outbox_stream', 'inbox_stream', 'migrations'];

const tablesWithoutEntity = async (dataSource: DataSource): Promise<string[]> => {
  const described = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
  // SQLite itself tells virtual tables and the shadow tables behind them from ordinary ones.
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  return tables
    .filter(({ name }) => !described.has(name) && !MESSAGE_TABLES.includes(name))
    .map(({ name }) => `no entity describes the table ${name}`);
};
