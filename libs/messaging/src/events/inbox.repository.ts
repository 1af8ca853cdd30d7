import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** All SQL of the inbox. Instants are unix seconds in the tables. */

/** The last message that a consumer took from the stream. */
export interface Position {
  readonly serverId: string;
  readonly sequence: number;
  readonly eventId: string;
}

const seconds = (millis: number): number => Math.floor(millis / 1000);

/** False: the event had its effect before. */
export async function markHandled(tx: WriteTransaction, eventId: string, nowMs: number): Promise<boolean> {
  const sql = 'INSERT OR IGNORE INTO inbox (event_id, handled_at) VALUES (?, ?)';
  return (await tx.run(sql, [eventId, seconds(nowMs)])).changes === 1;
}

/** Deletes at most `limit` rows handled before the instant; returns how many. */
export async function pruneHandled(tx: WriteTransaction, beforeMs: number, limit: number): Promise<number> {
  const sql = 'DELETE FROM inbox WHERE event_id IN (SELECT event_id FROM inbox WHERE handled_at < ? LIMIT ?)';
  return (await tx.run(sql, [seconds(beforeMs), limit])).changes;
}

export function positionOf(reader: Reader, durable: string): Promise<Position | undefined> {
  const sql = 'SELECT server_id AS serverId, sequence, event_id AS eventId FROM inbox_stream WHERE durable = ?';
  return reader.get(sql, [durable]);
}

/** Never backwards: messages that come again have smaller sequences. */
export async function savePosition(tx: WriteTransaction, durable: string, position: Position): Promise<void> {
  await tx.run(
    `INSERT INTO inbox_stream (durable, server_id, sequence, event_id) VALUES (?, ?, ?, ?)
     ON CONFLICT (durable) DO UPDATE
     SET server_id = excluded.server_id, sequence = excluded.sequence, event_id = excluded.event_id
     WHERE excluded.sequence > inbox_stream.sequence`,
    [durable, position.serverId, position.sequence, position.eventId],
  );
}

export async function forgetPosition(tx: WriteTransaction, durable: string): Promise<void> {
  await tx.run('DELETE FROM inbox_stream WHERE durable = ?', [durable]);
}
