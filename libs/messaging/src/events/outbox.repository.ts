import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** All SQL of the outbox. Instants are unix seconds in the tables. */

export interface OutboxRow {
  readonly id: number;
  readonly eventId: string;
  readonly subject: string;
  readonly body: string;
}

/**
 * One batch as the stream acknowledged it: the event that got the batch's highest sequence, and the first row of the batch.
 * If that event still lies at that sequence, the stream has lost nothing up to it.
 */
export interface Checkpoint {
  readonly id: number;
  readonly streamCreated: string;
  readonly sequence: number;
  readonly eventId: string;
  readonly firstOutboxId: number;
}

/** The stream can lose what nats-server had not synced, two minutes by default: far less than this many batches. */
const KEPT_CHECKPOINTS = 1_000;

/** As `LIMIT ?` SQLite would prepare the statement anew at each execution. */
const LIMITED = 'LIMIT 0 + ?';

const ROW = 'SELECT id, event_id AS eventId, subject, body FROM outbox';

const seconds = (millis: number): number => Math.floor(millis / 1000);

export type NewOutboxRow = Omit<OutboxRow, 'id'>;

/** One statement; rows in the order given. A lone row spares the detour over JSON, which costs more than the row. */
export async function insertEvents(tx: WriteTransaction, rows: readonly NewOutboxRow[], nowMs: number): Promise<void> {
  const into = 'INSERT INTO outbox (event_id, subject, body, created_at)';
  const [only] = rows;
  if (only && rows.length === 1) {
    await tx.run(`${into} VALUES (?, ?, ?, ?)`, [only.eventId, only.subject, only.body, seconds(nowMs)]);
    return;
  }
  await tx.run(
    `${into} SELECT r.value ->> 'eventId', r.value ->> 'subject', r.value ->> 'body', ?2 FROM json_each(?1) r ORDER BY r.key`,
    [JSON.stringify(rows), seconds(nowMs)],
  );
}

export function unpublishedAfter(reader: Reader, id: number, limit: number): Promise<OutboxRow[]> {
  return reader.all(`${ROW} WHERE published_at IS NULL AND id > ? ORDER BY id ${LIMITED}`, [id, limit]);
}

/** Rows published before: what the stream may have lost. */
export function publishedAfter(reader: Reader, id: number, limit: number): Promise<OutboxRow[]> {
  return reader.all(`${ROW} WHERE published_at IS NOT NULL AND id > ? ORDER BY id ${LIMITED}`, [id, limit]);
}

export async function markPublished(tx: WriteTransaction, ids: readonly number[], nowMs: number): Promise<void> {
  const sql = 'UPDATE outbox SET published_at = ? WHERE id IN (SELECT value FROM json_each(?))';
  await tx.run(sql, [seconds(nowMs), JSON.stringify(ids)]);
}

/** Deletes at most `limit` rows published before the instant; returns how many. */
export async function prunePublished(tx: WriteTransaction, beforeMs: number, limit: number): Promise<number> {
  const sql = 'DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE published_at < ? LIMIT ?)';
  return (await tx.run(sql, [seconds(beforeMs), limit])).changes;
}

/** Newest last. */
export function checkpoints(reader: Reader): Promise<Checkpoint[]> {
  return reader.all(
    `SELECT id, stream_created AS streamCreated, sequence, event_id AS eventId, first_outbox_id AS firstOutboxId
     FROM outbox_stream ORDER BY id`,
  );
}

export async function addCheckpoint(tx: WriteTransaction, checkpoint: Omit<Checkpoint, 'id'>): Promise<void> {
  const { streamCreated, sequence, eventId, firstOutboxId } = checkpoint;
  await tx.run('INSERT INTO outbox_stream (stream_created, sequence, event_id, first_outbox_id) VALUES (?, ?, ?, ?)', [
    streamCreated,
    sequence,
    eventId,
    firstOutboxId,
  ]);
  await tx.run('DELETE FROM outbox_stream WHERE id <= (SELECT max(id) FROM outbox_stream) - ?', [KEPT_CHECKPOINTS]);
}

export async function dropCheckpointsAfter(tx: WriteTransaction, id: number): Promise<void> {
  await tx.run('DELETE FROM outbox_stream WHERE id > ?', [id]);
}

/** For a gauge: rows that wait for publication. */
export async function countUnpublished(reader: Reader): Promise<number> {
  const row = await reader.get<{ n: number }>('SELECT count(*) AS n FROM outbox WHERE published_at IS NULL');
  return row?.n ?? 0;
}
