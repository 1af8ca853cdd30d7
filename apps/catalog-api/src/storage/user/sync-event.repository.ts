import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** One stored event of a user, as clients see it. `server_timestamp` is in unix seconds. */
export interface StoredEvent {
  readonly seq: number;
  readonly type: string;
  readonly payload: unknown;
  readonly server_timestamp: number;
}

export interface SyncEvent {
  readonly type: string;
  readonly payload: unknown;
}

const NEXT_SEQ = 'UPDATE user SET last_event_seq = last_event_seq + 1 WHERE id = ? RETURNING last_event_seq AS seq';
const INSERT = 'INSERT INTO user_events (user_id, seq, event_type, payload, server_timestamp) VALUES (?, ?, ?, ?, ?)';

/** Stores the event under the user's next seq; undefined when there is no such user (any more). */
export async function insertEvent(
  tx: WriteTransaction,
  userId: number,
  { type, payload }: SyncEvent,
  now: number,
): Promise<StoredEvent | undefined> {
  const row = await tx.get<{ seq: number }>(NEXT_SEQ, [userId]);
  if (!row) return undefined;
  await tx.run(INSERT, [userId, row.seq, type, JSON.stringify(payload), now]);
  return { seq: row.seq, type, payload, server_timestamp: now };
}

interface EventRow {
  seq: number;
  type: string;
  payload: string;
  server_timestamp: number;
}

/** Ascending by seq, everything after `since`. */
export const eventsAfter = (reader: Reader, userId: number, since: number): Promise<StoredEvent[]> =>
  eventsBetween(reader, userId, since, Number.MAX_SAFE_INTEGER);

/** Ascending by seq, after the one and up to the other. */
export async function eventsBetween(
  reader: Reader,
  userId: number,
  after: number,
  upTo: number,
): Promise<StoredEvent[]> {
  const sql = `SELECT seq, event_type AS type, payload, server_timestamp FROM user_events
    WHERE user_id = ? AND seq > ? AND seq <= ? ORDER BY seq`;
  const rows = await reader.all<EventRow>(sql, [userId, after, upTo]);
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as unknown }));
}

/** The highest seq ever given to each of these users. */
export async function lastSeqs(reader: Reader, userIds: readonly number[]): Promise<Map<number, number>> {
  const sql = 'SELECT id, last_event_seq AS seq FROM user WHERE id IN (SELECT value FROM json_each(?))';
  const rows = await reader.all<{ id: number; seq: number }>(sql, [JSON.stringify(userIds)]);
  return new Map(rows.map(({ id, seq }) => [id, seq]));
}

export interface EventBounds {
  /** The highest seq ever given; 0 if none. */
  readonly current: number;
  /** The smallest seq still stored; null if there is none. */
  readonly oldest: number | null;
}

export async function eventBounds(reader: Reader, userId: number): Promise<EventBounds> {
  const sql = `SELECT last_event_seq AS current, (SELECT min(seq) FROM user_events WHERE user_id = u.id) AS oldest
    FROM user u WHERE id = ?`;
  return (await reader.get<EventBounds>(sql, [userId])) ?? { current: 0, oldest: null };
}
