export const ACCOUNTS_TABLES: readonly string[] = [
  `CREATE TABLE user (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    handle TEXT NOT NULL,
    created INTEGER NOT NULL DEFAULT (unixepoch()),
    last_event_seq INTEGER NOT NULL DEFAULT 0
  )`,
  'CREATE UNIQUE INDEX user_handle ON user (handle)',
  `CREATE TABLE user_password_credentials (
    user_id INTEGER PRIMARY KEY NOT NULL,
    hash TEXT NOT NULL,
    created INTEGER NOT NULL DEFAULT (unixepoch()),
    last_tried INTEGER,
    last_used INTEGER,
    CONSTRAINT "user_password_credentials_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  `CREATE TABLE device (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    device_uuid TEXT NOT NULL,
    user_id INTEGER,
    device_type TEXT NOT NULL,
    device_name TEXT,
    os_info TEXT,
    first_seen INTEGER NOT NULL DEFAULT (unixepoch()),
    last_seen INTEGER NOT NULL DEFAULT (unixepoch()),
    CONSTRAINT "device_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE SET NULL
  )`,
  'CREATE UNIQUE INDEX device_device_uuid ON device (device_uuid)',
  'CREATE INDEX device_user_seen ON device (user_id, last_seen)',
  `CREATE TABLE device_setting_key (
    device_id INTEGER NOT NULL,
    setting_key TEXT NOT NULL,
    PRIMARY KEY (device_id, setting_key),
    CONSTRAINT "device_setting_key_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "device" ("id") ON DELETE CASCADE
  )`,
  `CREATE TABLE auth_token (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL,
    token_hash TEXT NOT NULL,
    device_id INTEGER,
    created INTEGER NOT NULL DEFAULT (unixepoch()),
    last_used INTEGER NOT NULL DEFAULT (unixepoch()),
    CONSTRAINT "auth_token_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE,
    CONSTRAINT "auth_token_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "device" ("id") ON DELETE CASCADE
  )`,
  'CREATE UNIQUE INDEX auth_token_token_hash ON auth_token (token_hash)',
  'CREATE INDEX auth_token_user ON auth_token (user_id)',
  'CREATE INDEX auth_token_device ON auth_token (device_id)',
  'CREATE INDEX auth_token_last_used ON auth_token (last_used)',
];
