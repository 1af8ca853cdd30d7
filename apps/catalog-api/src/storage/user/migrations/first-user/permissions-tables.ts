export const PERMISSIONS_TABLES: readonly string[] = [
  `CREATE TABLE user_role (
    user_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    created INTEGER NOT NULL DEFAULT (unixepoch()),
    PRIMARY KEY (user_id, role),
    CONSTRAINT "user_role_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  `CREATE TABLE user_extra_permission (
    id INTEGER PRIMARY KEY NOT NULL,
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
  'CREATE INDEX user_extra_permission_user ON user_extra_permission (user_id)',
  'CREATE INDEX user_extra_permission_ending ON user_extra_permission (end_time) WHERE ended_at IS NULL',
];
