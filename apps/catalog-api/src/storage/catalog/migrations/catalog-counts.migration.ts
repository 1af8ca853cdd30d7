import { ForwardMigration } from '@pezzottify/persistence';

const COUNTED = { artist: 'artists', album: 'albums', track: 'tracks' } as const;

const change = (name: string, event: string, type: string, table: string, by: string): string =>
  `CREATE TRIGGER ${table}_${name} AFTER ${event} ON ${table}
    BEGIN UPDATE catalog_counts SET items = items ${by} WHERE item_type = '${type}'; END`;

/**
 * How many artists, albums and tracks there are. SQLite keeps no such number, and counting a million rows takes 60 ms warm
 * and most of a second cold. Triggers, so that the number cannot drift from the rows: it changes in the transaction that
 * changes them, also by a cascade and by somebody's own SQL. (Only `INSERT OR REPLACE` would deceive them; nobody uses it.)
 */
export class CatalogCounts1764100000000 extends ForwardMigration {
  readonly name = 'CatalogCounts1764100000000';

  protected readonly statements: readonly string[] = [
    'CREATE TABLE catalog_counts (item_type TEXT PRIMARY KEY NOT NULL, items INTEGER NOT NULL)',
    ...Object.entries(COUNTED).flatMap(([type, table]) => [
      `INSERT INTO catalog_counts SELECT '${type}', count(*) FROM ${table}`,
      change('counted', 'INSERT', type, table, '+ 1'),
      change('discounted', 'DELETE', type, table, '- 1'),
    ]),
  ];
}
