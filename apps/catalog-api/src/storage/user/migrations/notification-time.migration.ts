import { ForwardMigration } from '@pezzottify/persistence';

/** SQLite cannot give a column a default later: the table is made again. Its rowids order notifications of one second. */
export class NotificationTime1764600000000 extends ForwardMigration {
  readonly name = 'NotificationTime1764600000000';

  protected readonly statements: readonly string[] = [
    `CREATE TABLE user_notifications_timed (
      id TEXT PRIMARY KEY NOT NULL,
      user_id INTEGER NOT NULL,
      notification_type TEXT NOT NULL,
      title TEXT NOT NULL,
      body TEXT,
      data TEXT NOT NULL,
      read_at INTEGER,
      created_at INTEGER NOT NULL DEFAULT (unixepoch()),
      CONSTRAINT "user_notifications_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
    )`,
    `INSERT INTO user_notifications_timed
      (rowid, id, user_id, notification_type, title, body, data, read_at, created_at)
      SELECT rowid, id, user_id, notification_type, title, body, data, read_at, created_at FROM user_notifications`,
    'DROP TABLE user_notifications',
    'ALTER TABLE user_notifications_timed RENAME TO user_notifications',
    'CREATE INDEX user_notifications_newest ON user_notifications (user_id, created_at DESC)',
  ];
}
