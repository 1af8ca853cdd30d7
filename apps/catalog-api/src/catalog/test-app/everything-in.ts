import { type Database } from '@pezzottify/persistence';

const TABLES = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`;

/** Every row of every table, to see that nothing has changed. */
export async function everythingIn({ reads }: Pick<Database, 'reads'>): Promise<[table: string, rows: unknown[]][]> {
  const tables = await reads.all<{ name: string }>(TABLES);
  return Promise.all(
    tables.map(async ({ name }): Promise<[string, unknown[]]> => [name, await reads.all(`SELECT * FROM "${name}"`)]),
  );
}
