import { participantsOf } from './progress.sql.js';
import { itemColumns, type QueueItem } from './queue-item.js';
import { limitedTo, onOneLine } from './sql-words.js';
import { turnTakers } from './turns.sql.js';

/** What is known of a claimed item; the rest of the row follows from the claim. */
const CLAIMED = [
  'id',
  'parentId',
  'contentType',
  'contentId',
  'contentName',
  'requestSource',
  'requestedByUserId',
  'leaseToken',
] as const satisfies readonly (keyof QueueItem)[];
export type ClaimedItemRow = Pick<QueueItem, (typeof CLAIMED)[number]> & {
  /** JSON list. */
  readonly userIds: string;
};

const USER_IDS = `CASE WHEN parent_id IS NULL THEN ${participantsOf('download_queue.id')} ELSE '[]' END AS userIds`;

/** One item's lease: token, worker and end. */
export type LeaseRow = readonly [token: string, worker: string, expiresAt: number];

/** All that the workers of one round may ask for. By it SQLite knows that the items are few, and looks each of them up. */
const MOST_AT_ONCE = 1024;

const leaseOf = (part: 0 | 1 | 2): string => `?2 ->> ('$[' || chosen.at || '][${part}]')`;

/**
 * PENDING -> IN_PROGRESS for the row ids that `choice` selects, in its order. ?1 now, ?2 JSON list of {@link LeaseRow}: the
 * first item gets the first of them, so that one statement serves several workers; ?3 how many items at most. Where albums
 * may be among them, no more than there is room for: ?4 in the hour, ?5 in the day. The choices name their index
 * (`INDEXED BY`), which makes a plan that reads everything waiting an error instead of a slow claim.
 */
const claim = (choice: string, before = ''): string =>
  onOneLine(`${before}
    UPDATE download_queue NOT INDEXED SET status = 'IN_PROGRESS', started_at = ifnull(started_at, ?1),
      last_attempt_at = ?1, lease_token = ${leaseOf(0)}, lease_owner = ${leaseOf(1)}, lease_expires_at = ${leaseOf(2)}
    FROM (SELECT row, row_number() OVER () - 1 AS at FROM (${choice}) LIMIT ${MOST_AT_ONCE}) chosen
    WHERE download_queue.rowid = chosen.row AND download_queue.status = 'PENDING'
    RETURNING ${itemColumns(CLAIMED)}, ${USER_IDS}`);

/** Within one priority. Written as in the index, or SQLite does not recognise it. */
const MEDIA_RANK = `CASE content_type WHEN 'TRACK_AUDIO' THEN 1 WHEN 'ALBUM_IMAGE' THEN 2 ELSE 3 END`;

const FIRST_ALBUM_PRIORITY = `
  SELECT min(priority) FROM download_queue INDEXED BY download_queue_turn
  WHERE status = 'PENDING' AND content_type = 'ALBUM'`;

/**
 * An album that is tried again is fetched again before its children are: what they belong to in the catalog may have gone
 * since, and what is there already is only known then.
 */
const IS_FREE = `(parent_id IS NULL OR EXISTS (SELECT 1 FROM download_queue p
  WHERE p.id = download_queue.parent_id AND p.status = 'IN_PROGRESS' AND p.lease_token IS NULL))`;

const mediaWhere = (condition: string): string => `
  SELECT rowid AS row FROM download_queue INDEXED BY download_queue_media
  WHERE status = 'PENDING' AND content_type <> 'ALBUM' AND ${condition} AND ${IS_FREE}
  ORDER BY priority, ${MEDIA_RANK}, created_at, rowid ${limitedTo('?3')}`;

/** Albums expanded since `start`, also those whose requests were deleted since, and those being expanded now. */
const albumsUsedSince = (start: string): string => `(
  (SELECT ifnull(sum(albums_downloaded), 0) FROM download_activity_log WHERE hour_bucket >= ${start})
  + (SELECT count(*) FROM download_queue INDEXED BY download_queue_lease
     WHERE lease_token IS NOT NULL AND content_type = 'ALBUM'))`;

const USED_IN_HOUR = albumsUsedSince('?1 - ?1 % 3600');
const USED_IN_DAY = albumsUsedSince('?1 - ?1 % 86400');

/** In the UTC hour and day of ?1. */
export const ALBUMS_USED = onOneLine(`SELECT ${USED_IN_HOUR} AS hour, ${USED_IN_DAY} AS day`);

/** How many of `wanted` albums the limits of the hour and the day leave. */
const roomForAlbums = (wanted: string): string => `max(0, min(${wanted}, ?4 - ${USED_IN_HOUR}, ?5 - ${USED_IN_DAY}))`;

/** As in the index. What an administrator had tried again has waited since then only. */
const WAITING_SINCE = 'ifnull(retried_at, created_at)';

/** Waiting since ?7 at least. */
const longWaiting = (isAlbum: 0 | 1): string => `
  FROM download_queue INDEXED BY download_queue_age
  WHERE status = 'PENDING' AND (content_type = 'ALBUM') = ${isAlbum} AND ${WAITING_SINCE} <= ?7
    ${isAlbum === 1 ? '' : `AND ${IS_FREE}`}`;

const longestWaiting = (isAlbum: 0 | 1, limit: string): string => `
  SELECT * FROM (SELECT rowid AS row, ${WAITING_SINCE} AS at ${longWaiting(isAlbum)}
    ORDER BY ${WAITING_SINCE}, rowid ${limitedTo(limit)})`;

/** The albums of the hour are counted only where one has waited too long. */
const ROOM_FOR_STARVING = `
  CASE WHEN ?6 > 0 AND EXISTS (SELECT 1 ${longWaiting(1)}) THEN ${roomForAlbums('?6')} ELSE 0 END`;

/**
 * First the longest waiting of those that wait since ?7, ?6 of them at most; then tracks and images that go before every waiting
 * album.
 */
export const CLAIM_FIRST = claim(
  `SELECT row FROM starving UNION ALL
   SELECT * FROM (${mediaWhere(`priority <= ifnull((${FIRST_ALBUM_PRIORITY}), 3) AND rowid NOT IN (SELECT row FROM starving)`)})
   ${limitedTo('?3')}`,
  `WITH starving(row) AS MATERIALIZED (
     SELECT row FROM (${longestWaiting(0, '?6')} UNION ALL ${longestWaiting(1, ROOM_FOR_STARVING)})
     ORDER BY at, row ${limitedTo('?6')})`,
);

/** Tracks and images, where albums are held back also those behind them. */
export const CLAIM_MEDIA = claim(mediaWhere('priority <= 3'));

/** The first album of a user, or the one that comes after the one in `after`. */
const albumOf = (user: string, after: string): string => `
  JOIN download_queue w ON w.rowid = (
    SELECT x.rowid FROM download_queue x INDEXED BY download_queue_turn
    WHERE x.status = 'PENDING' AND x.content_type = 'ALBUM' AND x.priority = ${user}.priority
      AND x.requested_by_user_id IS ${user}.user AND ${after}
    ORDER BY x.created_at, x.rowid LIMIT 1)`;

/**
 * Albums of the first priority that has any, by turns: a recursion whose queue is ordered by turn, so that each album taken
 * from it puts the user's next one in.
 */
export const CLAIM_ALBUMS = claim(
  'SELECT row FROM album',
  `WITH RECURSIVE ${turnTakers('?1 - 3600', `((${FIRST_ALBUM_PRIORITY}))`)},
   album(row, priority, user, turn, at) AS (
     SELECT w.rowid, taker.priority, taker.user, taker.started + 1, w.created_at FROM taker ${albumOf('taker', 'true')}
     UNION ALL
     SELECT w.rowid, album.priority, album.user, album.turn + 1, w.created_at
     FROM album ${albumOf('album', '(x.created_at, x.rowid) > (album.at, album.row)')}
     ORDER BY 4, 5, 1 ${limitedTo(roomForAlbums('?3'))})`,
);
