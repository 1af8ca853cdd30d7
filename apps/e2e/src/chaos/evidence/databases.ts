import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CatalogEvidence, type QueueEvidence, type ToldEvidence } from './evidence.js';

type Ask = <Row>(sql: string) => Row[];

/** Several reads that see one state, beside the service that owns the file. */
function read<T>(folder: string, file: string, work: (ask: Ask) => T): T {
  const database = new DatabaseSync(join(folder, file), { readOnly: true });
  try {
    database.exec('PRAGMA busy_timeout = 5000; BEGIN');
    return work(<Row>(sql: string) => database.prepare(sql).all() as Row[]);
  } finally {
    database.close();
  }
}

export const readQueue = (folder: string): QueueEvidence =>
  read(folder, 'download_queue.db', (ask) => ({
    items: ask('SELECT * FROM download_queue ORDER BY rowid'),
    participants: ask('SELECT queue_item_id, user_id FROM download_request_participant'),
    audit: ask('SELECT event_type, queue_item_id, user_id FROM download_audit_log ORDER BY id'),
  }));

export const readCatalog = (folder: string): CatalogEvidence =>
  read(folder, 'catalog.db', (ask) => ({
    albums: ask('SELECT id FROM albums'),
    tracks: ask('SELECT id, album_id, audio_uri, format FROM tracks'),
    images: ask('SELECT id, uri FROM images'),
    created: ask(`SELECT entity_type || ' ' || entity_id AS entity, count(*) AS times FROM catalog_change_log
      WHERE operation = 'create' GROUP BY entity_type, entity_id`),
  }));

export const readTold = (folder: string): ToldEvidence =>
  read(folder, 'user.db', (ask) => ({
    events: ask(`SELECT user_id, seq, event_type, payload ->> 'request_id' AS request_id, payload ->> 'status' AS status
      FROM user_events ORDER BY user_id, seq`),
    notifications: ask(`SELECT user_id, data ->> 'request_id' AS request_id FROM user_notifications`),
  }));

const DATABASES = ['download_queue.db', 'catalog.db', 'user.db', 'server.db'];

/** Once nobody writes any more: pages and indexes are sound, and every event has left. */
export const databaseProblems = (folder: string): string[] =>
  DATABASES.flatMap((file) =>
    read(folder, file, (ask) => {
      const sound = ask<{ integrity_check: string }>('PRAGMA integrity_check').map((row) => row.integrity_check);
      const broken = ask('PRAGMA foreign_key_check').length;
      const [outbox] = ask<{ n: number }>('SELECT count(*) AS n FROM outbox WHERE published_at IS NULL');
      return [
        ...sound.filter((line) => line !== 'ok').map((line) => `${file}: ${line}`),
        ...(broken > 0 ? [`${file}: ${broken} rows refer to rows that are gone`] : []),
        ...(outbox?.n === 0 ? [] : [`${file}: ${outbox?.n ?? 0} events never left the outbox`]),
      ];
    }),
  );
