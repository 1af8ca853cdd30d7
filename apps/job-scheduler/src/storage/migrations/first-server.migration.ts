import { OUTBOX_AND_INBOX_DDL } from '@pezzottify/persistence';
import { type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE job (
    job_id TEXT PRIMARY KEY NOT NULL,
    host TEXT NOT NULL,
    declaration TEXT NOT NULL,
    announced_at TEXT NOT NULL
  )`,
  `CREATE TABLE job_runs (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    job_id TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    status TEXT NOT NULL,
    error_message TEXT,
    triggered_by TEXT NOT NULL,
    due_at TEXT,
    host TEXT,
    lease_token TEXT,
    lease_expires_at TEXT
  )`,
  'CREATE INDEX job_runs_newest ON job_runs (job_id, started_at DESC)',
  'CREATE INDEX job_runs_status ON job_runs (status)',
  // Two runs of one job at a time are impossible, whatever the code above believes.
  `CREATE UNIQUE INDEX job_runs_one_running ON job_runs (job_id) WHERE status = 'running'`,
  'CREATE TABLE job_schedules (job_id TEXT PRIMARY KEY NOT NULL, next_run_at TEXT, last_run_at TEXT)',
  'CREATE INDEX job_schedules_next ON job_schedules (next_run_at)',
  'CREATE TABLE pending_hook (job_id TEXT PRIMARY KEY NOT NULL, hook TEXT NOT NULL, raised_at TEXT NOT NULL)',
  'CREATE TABLE server_state ("key" TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, updated_at TEXT NOT NULL)',
];

export class FirstServer1764000000000 implements MigrationInterface {
  readonly name = 'FirstServer1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...OUTBOX_AND_INBOX_DDL]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('server.db only migrates forward; the copy made before migrating is the way back'));
  }
}
