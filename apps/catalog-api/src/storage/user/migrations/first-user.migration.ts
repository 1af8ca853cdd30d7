import { OUTBOX_AND_INBOX_DDL } from '@pezzottify/persistence';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { ACCOUNTS_TABLES } from './first-user/accounts-tables.js';
import { ACTIVITY_TABLES } from './first-user/activity-tables.js';
import { COLLECTION_TABLES } from './first-user/collection-tables.js';
import { PERMISSIONS_TABLES } from './first-user/permissions-tables.js';
import { SYNC_TABLES } from './first-user/sync-tables.js';

const STATEMENTS = [
  ...ACCOUNTS_TABLES,
  ...PERMISSIONS_TABLES,
  ...COLLECTION_TABLES,
  ...ACTIVITY_TABLES,
  ...SYNC_TABLES,
  ...OUTBOX_AND_INBOX_DDL,
];

export class FirstUser1764000000000 implements MigrationInterface {
  readonly name = 'FirstUser1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('user.db only migrates forward; the copy made before migrating is the way back'));
  }
}
