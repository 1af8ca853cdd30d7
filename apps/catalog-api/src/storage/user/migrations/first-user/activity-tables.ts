export const ACTIVITY_TABLES: readonly string[] = [
  `CREATE TABLE listening_events (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL,
    track_id TEXT NOT NULL,
    session_id TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    duration_seconds INTEGER NOT NULL,
    track_duration_seconds INTEGER NOT NULL,
    completed INTEGER NOT NULL DEFAULT 0,
    seek_count INTEGER NOT NULL DEFAULT 0,
    pause_count INTEGER NOT NULL DEFAULT 0,
    playback_context TEXT,
    client_type TEXT,
    date INTEGER NOT NULL,
    created INTEGER NOT NULL DEFAULT (unixepoch()),
    CONSTRAINT "listening_events_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  'CREATE UNIQUE INDEX listening_events_session ON listening_events (user_id, session_id) WHERE session_id IS NOT NULL',
  'CREATE INDEX listening_events_user_started ON listening_events (user_id, started_at)',
  'CREATE INDEX listening_events_track_date ON listening_events (track_id, date)',
  'CREATE INDEX listening_events_date ON listening_events (date)',
  `CREATE TABLE bandwidth_usage (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL,
    date INTEGER NOT NULL,
    endpoint_category TEXT NOT NULL,
    bytes_sent INTEGER NOT NULL,
    request_count INTEGER NOT NULL,
    updated INTEGER NOT NULL DEFAULT (unixepoch()),
    CONSTRAINT "bandwidth_usage_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE
  )`,
  'CREATE UNIQUE INDEX bandwidth_usage_once ON bandwidth_usage (user_id, date, endpoint_category)',
  'CREATE INDEX bandwidth_usage_date ON bandwidth_usage (date)',
  `CREATE TABLE popular_result (
    kind TEXT NOT NULL,
    rank INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    play_count INTEGER NOT NULL,
    computed_at INTEGER NOT NULL,
    PRIMARY KEY (kind, rank)
  )`,
];
