import { ForwardMigration } from '@pezzottify/persistence';

/** What a scheduler must know of a run to go on handing it over after it was killed while doing so. */
export class HandOver1764100000000 extends ForwardMigration {
  readonly name = 'HandOver1764100000000';

  protected readonly statements = [
    'ALTER TABLE job_runs ADD COLUMN taken_at TEXT',
    'ALTER TABLE job_runs ADD COLUMN is_forced INTEGER NOT NULL DEFAULT 0',
  ];
}
