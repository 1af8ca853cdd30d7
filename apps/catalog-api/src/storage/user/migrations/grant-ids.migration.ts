import { ForwardMigration } from '@pezzottify/persistence';

/** The id of a grant that was taken back must not come to name another, perhaps another user's: the table is made again. */
export class GrantIds1764800000000 extends ForwardMigration {
  readonly name = 'GrantIds1764800000000';

  protected readonly statements: readonly string[] = [
    `CREATE TABLE user_extra_permission_numbered (
      "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
      user_id INTEGER NOT NULL,
      permission INTEGER NOT NULL,
      start_time INTEGER NOT NULL,
      end_time INTEGER,
      countdown INTEGER,
      created INTEGER NOT NULL DEFAULT (unixepoch()),
      ended_at INTEGER,
      CONSTRAINT "user_extra_permission_permission_check" CHECK (permission BETWEEN 1 AND 10),
      CONSTRAINT "user_extra_permission_countdown_check" CHECK (countdown >= 0),
      CONSTRAINT "user_extra_permission_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
    )`,
    `INSERT INTO user_extra_permission_numbered
      (id, user_id, permission, start_time, end_time, countdown, created, ended_at)
      SELECT id, user_id, permission, start_time, end_time, countdown, created, ended_at FROM user_extra_permission`,
    'DROP TABLE user_extra_permission',
    'ALTER TABLE user_extra_permission_numbered RENAME TO user_extra_permission',
    'CREATE INDEX user_extra_permission_user ON user_extra_permission (user_id)',
    'CREATE INDEX user_extra_permission_ending ON user_extra_permission (end_time) WHERE ended_at IS NULL',
  ];
}
