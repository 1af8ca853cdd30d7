import { ForwardMigration } from '@pezzottify/persistence';

/** What administrators set about the queue as a whole: a pause, the moment from which bandwidth is counted. */
export class QueueState1764300000000 extends ForwardMigration {
  readonly name = 'QueueState1764300000000';

  protected readonly statements = [
    `CREATE TABLE download_queue_state (
      "key" TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    )`,
  ];
}
