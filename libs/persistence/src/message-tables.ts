/**
 * The message tables of every database file: the first migration of each app executes these. The partial index is what
 * the outbox relay polls; without it each poll would read all the rows kept for later publication again.
 */
export const OUTBOX_AND_INBOX_DDL: readonly string[] = [
  `CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    published_at INTEGER
  )`,
  'CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL',
  'CREATE INDEX outbox_published_at ON outbox (published_at) WHERE published_at IS NOT NULL',
  'CREATE TABLE inbox (event_id TEXT PRIMARY KEY NOT NULL, handled_at INTEGER NOT NULL)',
  'CREATE INDEX inbox_handled_at ON inbox (handled_at)',
  // Where in the JetStream stream the relay and each consumer stood: how libs/messaging notices that the stream lost its end.
  `CREATE TABLE outbox_stream (
    id INTEGER PRIMARY KEY,
    stream_created TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    first_outbox_id INTEGER NOT NULL
  )`,
  `CREATE TABLE inbox_stream (
    durable TEXT PRIMARY KEY NOT NULL,
    server_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    event_id TEXT NOT NULL
  )`,
];
