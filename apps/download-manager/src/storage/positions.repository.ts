import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import {
  albumsBefore,
  type IsBefore,
  isBeforeByAge,
  isBeforeNewest,
  type Lane,
  lanesBefore,
  placeIn,
  type Taker,
  turnOf,
  type Waiting,
} from '../queue/standing-in-line.js';
import { limitedTo, onOneLine } from './sql-words.js';
import { turnTakers } from './turns.sql.js';

interface Asked extends Waiting {
  /** JSON list of {@link Lane}, the same for all. */
  readonly lanes: string;
}

const lanesWhere = (condition: string): string => `
  SELECT priority, content_type AS type, count(*) AS size FROM download_queue INDEXED BY download_queue_top_lane
  WHERE status = 'PENDING' AND parent_id IS NULL AND ${condition} GROUP BY priority, content_type`;

/**
 * The lanes before the albums of the last priority asked about, which are counted by turns: of all types the word for albums
 * comes first, and two ranges of the index leave them out.
 */
const LANES = `(
  SELECT json_group_array(json_object('priority', priority, 'type', type, 'size', size)) FROM (
    ${lanesWhere('priority < (SELECT max(priority) FROM asked)')} UNION ALL
    ${lanesWhere(`priority = (SELECT max(priority) FROM asked) AND content_type > 'ALBUM'`)}))`;

const STARTERS = `starter AS MATERIALIZED (
  SELECT user, (
    SELECT count(*) FROM download_queue s INDEXED BY download_queue_started_album
    WHERE s.content_type = 'ALBUM' AND s.requested_by_user_id IS u.user AND s.started_at > ?2 - 3600) AS started
  FROM (SELECT DISTINCT user FROM asked) u)`;

/** One pass over all waiting albums of the users asked about, or a count for each album: which is less depends on how many. */
const PLACES_OF_MANY = `placed AS (
  SELECT rowid AS row, row_number() OVER (
    PARTITION BY priority, requested_by_user_id ORDER BY created_at, rowid) AS place
  FROM download_queue INDEXED BY download_queue_turn
  WHERE status = 'PENDING' AND content_type = 'ALBUM'
    AND (priority, ifnull(requested_by_user_id, '')) IN (
      SELECT priority, ifnull(user, '') FROM asked WHERE type = 'ALBUM'))`;

const PLACES_OF_FEW = `placed AS (
  SELECT asked.row, (
    SELECT 1 + count(*) FROM download_queue q INDEXED BY download_queue_turn
    WHERE q.status = 'PENDING' AND q.content_type = 'ALBUM' AND q.priority = asked.priority
      AND q.requested_by_user_id IS asked.user AND (q.created_at, q.rowid) < (asked.at, asked.row)) AS place
  FROM asked WHERE type = 'ALBUM')`;

/** As many may be accepted together; a count is cheap. */
const FEW = 16;

const MEDIA_PLACE = `(
  SELECT 1 + count(*) FROM download_queue q INDEXED BY download_queue_top_lane
  WHERE q.status = 'PENDING' AND q.parent_id IS NULL AND q.priority = asked.priority AND q.content_type = asked.type
    AND (q.created_at, q.rowid) < (asked.at, asked.row))`;

/** With the `+` SQLite looks each item up, instead of looking through all that wait. */
const askedWith = (places: string): string =>
  onOneLine(`
WITH asked AS MATERIALIZED (
  SELECT id, rowid AS row, priority, content_type AS type, created_at AS at, requested_by_user_id AS user
  FROM download_queue
  WHERE id IN (SELECT value FROM json_each(?1)) AND +status = 'PENDING' AND +parent_id IS NULL),
${STARTERS},
${places}
SELECT asked.*, CASE type WHEN 'ALBUM' THEN placed.place ELSE ${MEDIA_PLACE} END AS place, starter.started,
  ${LANES} AS lanes
FROM asked CROSS JOIN starter ON starter.user IS asked.user LEFT JOIN placed ON placed.row = asked.row`);

const ASKED_MANY = askedWith(PLACES_OF_MANY);
const ASKED_FEW = askedWith(PLACES_OF_FEW);

const albumsOfTaker = (what: string, lastTurn: string): string => `(
  SELECT ${what} FROM (
    SELECT created_at, rowid AS row FROM download_queue INDEXED BY download_queue_turn
    WHERE status = 'PENDING' AND content_type = 'ALBUM' AND priority = taker.priority
      AND requested_by_user_id IS taker.user
    ORDER BY created_at, rowid ${limitedTo(lastTurn)}))`;

const TAKERS = onOneLine(`
WITH RECURSIVE ${turnTakers('?1 - 3600', '(1), (2), (3)')}
SELECT taker.*, ${albumsOfTaker('count(*)', '?2')} AS waiting,
  ${albumsOfTaker('json_group_array(json_array(created_at, row))', '?2')} AS albums FROM taker`);

/** All are of one second: their order is that of their rows. */
const NEW = { priority: 2, type: 'ALBUM', at: 0 } as const;

/** `lanes` and `takers` are the same in each row: JSON lists of {@link Lane} and {@link Taker}. */
interface NewestOfUser {
  readonly user: string;
  readonly started: number;
  readonly waiting: number;
  readonly lanes: string;
  readonly takers: string;
}

/** All that is to be known about the newest albums, in one question: every one of them is a way to another thread and back. */
const NEWEST = onOneLine(`
WITH RECURSIVE asked AS MATERIALIZED (SELECT value AS user, ${NEW.priority} AS priority FROM json_each(?1)),
${STARTERS},
newest AS MATERIALIZED (
  SELECT starter.user, starter.started, (
    SELECT count(*) FROM download_queue q INDEXED BY download_queue_turn
    WHERE q.status = 'PENDING' AND q.content_type = 'ALBUM' AND q.priority = ${NEW.priority}
      AND q.requested_by_user_id = starter.user) AS waiting
  FROM starter),
${turnTakers('?2 - 3600', `(${NEW.priority})`)}
SELECT newest.*, ${LANES} AS lanes, (
  SELECT json_group_array(json_object('priority', taker.priority, 'user', taker.user, 'started', taker.started,
    'waiting', ${albumsOfTaker('count(*)', '(SELECT max(started + waiting) FROM newest)')}, 'ages', json('[]')))
  FROM taker) AS takers
FROM newest`);

/**
 * Where top-level items stand: those of all users and priorities that will be claimed earlier, + 1. Items that are not
 * waiting (or not top-level) have no entry. The one place where a position comes from: answers, views and events.
 *
 * It looks at who waits now; what starves may go before its turn. What it costs depends on how many users wait and on the
 * turn asked about, not on how many albums wait: of each user no more are counted than can come before.
 */
export async function positionsOf(reader: Reader, ids: readonly string[], now: number): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const asked = await reader.all<Asked>(ids.length > FEW ? ASKED_MANY : ASKED_FEW, [JSON.stringify(ids), now]);
  const [first] = asked;
  if (!first) return new Map();
  const takers = await takersBefore(reader, asked, now);
  return positionsAmong(asked, JSON.parse(first.lanes) as Lane[], takers, isBeforeByAge);
}

/** A waiting album of priority User. */
export interface NewAlbum {
  readonly id: string;
  readonly userId: string;
}

/**
 * The same for albums that were inserted a moment ago, in this order and after all others, in the transaction that did it:
 * where they stand among those of their user follows from how many these are.
 */
export async function positionsOfNewest(
  tx: WriteTransaction,
  albums: readonly NewAlbum[],
  now: number,
): Promise<Map<string, number>> {
  if (albums.length === 0) return new Map();
  const newOf = Map.groupBy(albums, ({ userId }) => userId);
  const users = await tx.all<NewestOfUser>(NEWEST, [JSON.stringify([...newOf.keys()]), now]);
  const rowOf = new Map(albums.map(({ id }, at) => [id, at]));
  const asked = users.flatMap(({ user, started, waiting }) => {
    const own = newOf.get(user) ?? [];
    const placeOf = (at: number): number => waiting - own.length + at + 1;
    return own.map(({ id }, at) => ({ ...NEW, id, user, started, place: placeOf(at), row: rowOf.get(id) ?? 0 }));
  });
  const [{ lanes, takers } = { lanes: '[]', takers: '[]' }] = users;
  return positionsAmong(asked, JSON.parse(lanes) as Lane[], JSON.parse(takers) as Taker[], isBeforeNewest(asked));
}

function positionsAmong(
  asked: readonly Waiting[],
  lanes: readonly Lane[],
  takers: readonly Taker[],
  isBefore: IsBefore,
): Map<string, number> {
  const before = (album: Waiting): number =>
    takers
      .filter(({ priority }) => priority === album.priority)
      .reduce((sum, taker) => sum + albumsBefore(taker, album, isBefore), 0);
  return new Map(asked.map((item) => [item.id, lanesBefore(item, lanes) + placeIn(item, before)]));
}

async function takersBefore(reader: Reader, asked: readonly Waiting[], now: number): Promise<Taker[]> {
  const albums = asked.filter(({ type }) => type === 'ALBUM');
  if (albums.length === 0) return [];
  const lastTurn = Math.max(...albums.map(turnOf));
  const rows = await reader.all<Omit<Taker, 'ages'> & { albums: string }>(TAKERS, [now, lastTurn]);
  return rows.map(({ albums: ages, ...taker }) => ({ ...taker, ages: JSON.parse(ages) as Taker['ages'] }));
}
