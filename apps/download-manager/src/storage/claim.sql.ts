import { itemColumns, type QueueItem } from './queue-item.js';
import { onOneLine } from './sql-words.js';
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
] as const satisfies readonly (keyof QueueItem)[];
export type ClaimedRow = Pick<QueueItem, (typeof CLAIMED)[number]>;

/**
 * PENDING -> IN_PROGRESS for the row ids that `choice` selects. ?1 now, ?2 lease token, ?3 worker, ?4 end of the lease;
 * ?5 is for the choice: how many. The choices name their index (`INDEXED BY`), which makes a plan that reads everything
 * waiting an error instead of a slow claim. One row is looked up with `=`: SQLite builds no list for it, which is most of
 * what a claim costs.
 */
const claim = (choice: string, wanted: number, before = ''): string =>
  onOneLine(`${before}
    UPDATE download_queue NOT INDEXED SET status = 'IN_PROGRESS', started_at = ifnull(started_at, ?1),
      last_attempt_at = ?1, lease_token = ?2, lease_owner = ?3, lease_expires_at = ?4
    WHERE status = 'PENDING' AND rowid ${wanted === 1 ? '=' : 'IN'} (${choice}) RETURNING ${itemColumns(CLAIMED)}`);

/** Within one priority. Written as in the index, or SQLite does not recognise it. */
const MEDIA_RANK = `CASE content_type WHEN 'TRACK_AUDIO' THEN 1 WHEN 'ALBUM_IMAGE' THEN 2 ELSE 3 END`;

const FIRST_ALBUM_PRIORITY = `
  SELECT min(priority) FROM download_queue INDEXED BY download_queue_turn
  WHERE status = 'PENDING' AND content_type = 'ALBUM'`;

/** Those that go before every waiting album; with ?6 = 0, where albums are held back, all of them. */
export const claimMedia = (wanted: number): string =>
  claim(
    `SELECT rowid FROM download_queue INDEXED BY download_queue_media
     WHERE status = 'PENDING' AND content_type <> 'ALBUM'
       AND priority <= CASE ?6 WHEN 0 THEN 3 ELSE ifnull((${FIRST_ALBUM_PRIORITY}), 3) END
     ORDER BY priority, ${MEDIA_RANK}, created_at, rowid LIMIT ?5`,
    wanted,
  );

/** The first album of a user, or the one that comes after the one in `after`. */
const albumOf = (user: string, after: string): string => `
  JOIN download_queue w ON w.rowid = (
    SELECT x.rowid FROM download_queue x INDEXED BY download_queue_turn
    WHERE x.status = 'PENDING' AND x.content_type = 'ALBUM' AND x.priority = ${user}.priority
      AND x.requested_by_user_id IS ${user}.user AND ${after}
    ORDER BY x.created_at, x.rowid LIMIT 1)`;

/**
 * Albums of the first priority that has any, by turns: a recursion whose queue is ordered by turn, so that each album
 * taken from it puts the user's next one in.
 */
export const claimAlbums = (wanted: number): string =>
  claim(
    'SELECT row FROM album',
    wanted,
    `WITH RECURSIVE ${turnTakers('?1 - 3600', `((${FIRST_ALBUM_PRIORITY}))`)},
    album(row, priority, user, turn, at) AS (
      SELECT w.rowid, taker.priority, taker.user, taker.started + 1, w.created_at FROM taker ${albumOf('taker', 'true')}
      UNION ALL
      SELECT w.rowid, album.priority, album.user, album.turn + 1, w.created_at
      FROM album ${albumOf('album', '(x.created_at, x.rowid) > (album.at, album.row)')}
      ORDER BY 4, 5, 1 LIMIT ?5)`,
  );

const longestWaiting = (isAlbum: 0 | 1, limit: string): string => `
  SELECT * FROM (
    SELECT rowid AS row, created_at AS at FROM download_queue INDEXED BY download_queue_age
    WHERE status = 'PENDING' AND (content_type = 'ALBUM') = ${isAlbum} AND created_at <= ?6
    ORDER BY created_at, rowid LIMIT ${limit})`;

/** The longest waiting of those created by ?6; of albums no more than ?7. */
export const claimStarving = (wanted: number): string =>
  claim(
    `SELECT row FROM (${longestWaiting(0, '?5')} UNION ALL ${longestWaiting(1, 'min(?5, ?7)')}) ORDER BY at, row LIMIT ?5`,
    wanted,
  );

/** Albums begun since `start`; those being expanded now count as well. */
const albumsUsedSince = (start: string): string => `(
  (SELECT count(*) FROM download_queue INDEXED BY download_queue_expanded WHERE expanded_at >= ${start})
  + (SELECT count(*) FROM download_queue INDEXED BY download_queue_lease
     WHERE lease_token IS NOT NULL AND content_type = 'ALBUM' AND ifnull(expanded_at, 0) < ${start}))`;

/** In the UTC hour and day of ?1. */
export const ALBUMS_USED = onOneLine(
  `SELECT ${albumsUsedSince('?1 - ?1 % 3600')} AS hour, ${albumsUsedSince('?1 - ?1 % 86400')} AS day`,
);
