import { OUTBOX_AND_INBOX_DDL } from '@pezzottify/persistence';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { MUSIC_TABLES } from './first-catalog/music-tables.js';
import { LINK_TABLES } from './first-catalog/link-tables.js';
import { CHANGELOG_TABLES } from './first-catalog/changelog-tables.js';
import { SEARCH_TABLES } from './first-catalog/search-tables.js';

export class FirstCatalog1764000000000 implements MigrationInterface {
  readonly name = 'FirstCatalog1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...MUSIC_TABLES,
      ...LINK_TABLES,
      ...CHANGELOG_TABLES,
      ...SEARCH_TABLES,
      ...OUTBOX_AND_INBOX_DDL,
    ]) {
      await runner.query(statement);
    }
  }

  down(): Promise<void> {
    return Promise.reject(
      new Error('catalog.db only migrates forward; the copy made before migrating is the way back'),
    );
  }
}
