export const SYNC_TABLES: readonly string[] = [
  `CREATE TABLE user_events (
    user_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event_type TEXT NOT NULL,
    payload TEXT NOT NULL,
    server_timestamp INTEGER NOT NULL DEFAULT (unixepoch()),
    PRIMARY KEY (user_id, seq),
    CONSTRAINT "user_events_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  'CREATE INDEX user_events_timestamp ON user_events (server_timestamp)',
  `CREATE TABLE user_notifications (
    id TEXT PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL,
    notification_type TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT,
    data TEXT NOT NULL,
    read_at INTEGER,
    created_at INTEGER NOT NULL,
    CONSTRAINT "user_notifications_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  'CREATE INDEX user_notifications_newest ON user_notifications (user_id, created_at DESC)',
];
