/** Constraints are named and quoted the way TypeORM reads them back; any other spelling looks to it like a difference. */
const cascadeFromItem = (table: string, column: string): string =>
  `CONSTRAINT "${table}_${column}_fk" FOREIGN KEY ("${column}") REFERENCES "download_queue" ("id") ON DELETE CASCADE`;

const queue = `CREATE TABLE download_queue (
  id TEXT PRIMARY KEY NOT NULL,
  parent_id TEXT,
  status TEXT NOT NULL,
  priority INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  content_id TEXT NOT NULL,
  content_name TEXT,
  artist_name TEXT,
  request_source TEXT NOT NULL,
  requested_by_user_id TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  completed_at INTEGER,
  last_attempt_at INTEGER,
  next_retry_at INTEGER,
  retry_count INTEGER NOT NULL DEFAULT (0),
  max_retries INTEGER NOT NULL DEFAULT (5),
  error_type TEXT,
  error_message TEXT,
  bytes_downloaded INTEGER,
  processing_duration_ms INTEGER,
  lease_token TEXT,
  lease_owner TEXT,
  lease_expires_at INTEGER,
  expanded_at INTEGER,
  waiting_cause TEXT,
  ${cascadeFromItem('download_queue', 'parent_id')}
)`;

const participants = `CREATE TABLE download_request_participant (
  queue_item_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  has_joined INTEGER NOT NULL,
  PRIMARY KEY (queue_item_id, user_id),
  ${cascadeFromItem('download_request_participant', 'queue_item_id')}
)`;

const activity = `CREATE TABLE download_activity_log (
  hour_bucket INTEGER PRIMARY KEY NOT NULL,
  albums_downloaded INTEGER NOT NULL DEFAULT (0),
  tracks_downloaded INTEGER NOT NULL DEFAULT (0),
  images_downloaded INTEGER NOT NULL DEFAULT (0),
  bytes_downloaded INTEGER NOT NULL DEFAULT (0),
  failed_count INTEGER NOT NULL DEFAULT (0),
  last_updated_at INTEGER NOT NULL
)`;

const audit = `CREATE TABLE download_audit_log (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  timestamp INTEGER NOT NULL,
  event_type TEXT NOT NULL,
  queue_item_id TEXT,
  content_type TEXT,
  content_id TEXT,
  user_id TEXT,
  request_source TEXT,
  details TEXT
)`;

export const TABLES: readonly string[] = [queue, participants, activity, audit];
