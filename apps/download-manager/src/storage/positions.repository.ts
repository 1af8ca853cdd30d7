import { type Reader } from '@pezzottify/persistence';
import { onOneLine } from './sql-words.js';
import { turnTakers } from './turns.sql.js';

const RANK = (type: string): string =>
  `CASE ${type} WHEN 'TRACK_AUDIO' THEN 1 WHEN 'ALBUM_IMAGE' THEN 2 WHEN 'ARTIST_IMAGE' THEN 3 ELSE 4 END`;

const waiting = (condition: string): string => `(
  SELECT count(*) FROM download_queue q INDEXED BY download_queue_top_lane
  WHERE q.status = 'PENDING' AND q.parent_id IS NULL AND ${condition})`;

const albumsOf = (user: string, condition: string): string => `(
  SELECT count(*) FROM download_queue q INDEXED BY download_queue_turn
  WHERE q.status = 'PENDING' AND q.content_type = 'ALBUM' AND q.priority = asked.priority
    AND q.requested_by_user_id IS ${user} AND ${condition})`;

const OLDER = '(q.created_at, q.rowid) < (asked.at, asked.row)';

/** The turns of a user are started + 1, started + 2, … in the order of its waiting albums. */
const TURN = `
  SELECT asked.*, 1 + ${albumsOf('asked.user', OLDER)} + ifnull(
    (SELECT started FROM taker WHERE taker.priority = asked.priority AND taker.user IS asked.user), 0) AS turn
  FROM waiting asked`;

/**
 * How many albums go before one with turn T: of the n albums of a user min(n, T - 1 - started) have a smaller turn; the
 * one with the same turn goes first if it is older, that is, if at least T - started of the user's albums are.
 */
const ALBUMS_BEFORE = `
  SELECT total(max(0, min(n, asked.turn - 1 - started)) + (asked.turn > started AND older >= asked.turn - started)) FROM (
    SELECT taker.started, ${albumsOf('taker.user', 'true')} AS n, ${albumsOf('taker.user', OLDER)} AS older
    FROM taker WHERE taker.priority = asked.priority)`;

const POSITIONS = onOneLine(`
WITH RECURSIVE ${turnTakers('?1 - 3600', '(1), (2), (3)')},
waiting AS (
  SELECT id, rowid AS row, priority, content_type AS type, created_at AS at, requested_by_user_id AS user
  FROM download_queue
  WHERE id IN (SELECT value FROM json_each(?2)) AND status = 'PENDING' AND parent_id IS NULL),
asked AS MATERIALIZED (${TURN})
SELECT asked.id, CAST(1 + ${waiting('q.priority < asked.priority')}
  + ${waiting(`q.priority = asked.priority AND ${RANK('q.content_type')} < ${RANK('asked.type')}`)}
  + CASE asked.type WHEN 'ALBUM' THEN (${ALBUMS_BEFORE})
    ELSE ${waiting(`q.priority = asked.priority AND q.content_type = asked.type AND ${OLDER}`)} END AS INTEGER) AS position
FROM asked`);

/**
 * Where top-level items stand: those of all users and priorities that will be claimed earlier, + 1. Items that are not
 * waiting (or not top-level) have no entry. The one place where a position comes from: answers, views and events.
 *
 * It looks at who waits now; what starves may go before its turn.
 */
export async function positionsOf(reader: Reader, ids: readonly string[], now: number): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.all<{ id: string; position: number }>(POSITIONS, [now, JSON.stringify(ids)]);
  return new Map(rows.map(({ id, position }) => [id, position]));
}
