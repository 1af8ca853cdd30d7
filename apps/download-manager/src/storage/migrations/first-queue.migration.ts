import { OUTBOX_AND_INBOX_DDL } from '@pezzottify/persistence';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { INDEXES } from './indexes.js';
import { TABLES } from './tables.js';

export class FirstQueue1764000000000 implements MigrationInterface {
  readonly name = 'FirstQueue1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES, ...OUTBOX_AND_INBOX_DDL]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(
      new Error('download_queue.db only migrates forward; the copy made before migrating is the way back'),
    );
  }
}
