import { ForwardMigration } from '@pezzottify/persistence';

/** How long an item has waited is counted from the moment an administrator had it tried again, where that was later. */
export class RetriedAt1764500000000 extends ForwardMigration {
  readonly name = 'RetriedAt1764500000000';

  protected readonly statements = [
    'ALTER TABLE download_queue ADD COLUMN retried_at INTEGER',
    'DROP INDEX download_queue_age',
    `CREATE INDEX download_queue_age ON download_queue ((content_type = 'ALBUM'), (ifnull(retried_at, created_at)))
     WHERE status = 'PENDING'`,
  ];
}
