import { ForwardMigration } from '@pezzottify/persistence';

/** What administrators do with jobs and see of runs, and a ledger that cannot hold a due time twice. */
export class Administration1764200000000 extends ForwardMigration {
  readonly name = 'Administration1764200000000';

  protected readonly statements = [
    'ALTER TABLE job_runs ADD COLUMN parameters TEXT',
    'ALTER TABLE job_runs ADD COLUMN summary TEXT',
    'ALTER TABLE job_runs ADD COLUMN error_class TEXT',
    'ALTER TABLE job_runs ADD COLUMN progress TEXT',
    'ALTER TABLE job_runs ADD COLUMN log_tail TEXT',
    'ALTER TABLE job_runs ADD COLUMN cancel_requested_at TEXT',
    // Earlier versions could meet a due time again after the clock was set back.
    `UPDATE job_runs SET due_at = NULL WHERE due_at IS NOT NULL
       AND id NOT IN (SELECT max(id) FROM job_runs WHERE due_at IS NOT NULL GROUP BY job_id, due_at)`,
    'CREATE UNIQUE INDEX job_runs_one_per_due_time ON job_runs (job_id, due_at) WHERE due_at IS NOT NULL',
    `CREATE TABLE job_pause (
      job_id TEXT PRIMARY KEY NOT NULL,
      owner TEXT NOT NULL,
      reason TEXT NOT NULL,
      paused_at TEXT NOT NULL,
      expires_at TEXT
    )`,
    `CREATE TABLE job_audit (
      "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
      at TEXT NOT NULL,
      user_id INTEGER NOT NULL,
      user_handle TEXT NOT NULL,
      action TEXT NOT NULL,
      job_id TEXT NOT NULL,
      run_id INTEGER,
      details TEXT NOT NULL
    )`,
    'CREATE INDEX job_audit_of_job ON job_audit (job_id)',
  ];
}
