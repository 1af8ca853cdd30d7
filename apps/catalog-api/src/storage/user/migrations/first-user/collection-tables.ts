export const COLLECTION_TABLES: readonly string[] = [
  `CREATE TABLE liked_content (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL,
    content_type INTEGER NOT NULL,
    content_id TEXT NOT NULL,
    created INTEGER NOT NULL DEFAULT (unixepoch()),
    CONSTRAINT "liked_content_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  'CREATE UNIQUE INDEX liked_content_once ON liked_content (user_id, content_type, content_id)',
  `CREATE TABLE user_playlist (
    id TEXT PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL,
    creator_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    created INTEGER NOT NULL DEFAULT (unixepoch()),
    CONSTRAINT "user_playlist_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE,
    CONSTRAINT "user_playlist_creator_id_fk" FOREIGN KEY ("creator_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  'CREATE INDEX user_playlist_user ON user_playlist (user_id)',
  `CREATE TABLE user_playlist_tracks (
    id INTEGER PRIMARY KEY NOT NULL,
    playlist_id TEXT NOT NULL,
    track_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT "user_playlist_tracks_playlist_id_fk" FOREIGN KEY ("playlist_id") REFERENCES "user_playlist" ("id") ON DELETE CASCADE
  )`,
  'CREATE UNIQUE INDEX user_playlist_tracks_position ON user_playlist_tracks (playlist_id, position)',
  `CREATE TABLE user_settings (
    user_id INTEGER NOT NULL,
    setting_key TEXT NOT NULL,
    setting_value TEXT,
    updated INTEGER NOT NULL DEFAULT (unixepoch()),
    PRIMARY KEY (user_id, setting_key),
    CONSTRAINT "user_settings_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
];
