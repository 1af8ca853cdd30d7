import { type DownloadContentType } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { onOneLine } from './sql-words.js';
import { turnTakers } from './turns.sql.js';

/** The order of the types within one priority. */
const RANK: Readonly<Record<DownloadContentType, number>> = {
  TRACK_AUDIO: 1,
  ALBUM_IMAGE: 2,
  ARTIST_IMAGE: 3,
  ALBUM: 4,
};

interface Waiting {
  readonly id: string;
  readonly row: number;
  readonly priority: number;
  readonly type: DownloadContentType;
  readonly at: number;
  readonly user: string | null;
  /** Its place among the waiting items of its lane that are no albums, or among the waiting albums of its user; from 1. */
  readonly place: number;
  /** Albums of its user begun within the last hour: the turns that are gone. */
  readonly started: number;
  /** JSON list of {@link Lane}, the same for all. */
  readonly lanes: string;
}

interface Lane {
  readonly priority: number;
  readonly type: DownloadContentType;
  readonly size: number;
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

const STARTED = `(
  SELECT count(*) FROM download_queue s INDEXED BY download_queue_started_album
  WHERE s.content_type = 'ALBUM' AND s.requested_by_user_id IS asked.user AND s.started_at > ?2 - 3600)`;

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

const askedWith = (places: string): string =>
  onOneLine(`
WITH asked AS MATERIALIZED (
  SELECT id, rowid AS row, priority, content_type AS type, created_at AS at, requested_by_user_id AS user
  FROM download_queue
  WHERE id IN (SELECT value FROM json_each(?1)) AND status = 'PENDING' AND parent_id IS NULL),
${places}
SELECT asked.*, CASE type WHEN 'ALBUM' THEN placed.place ELSE ${MEDIA_PLACE} END AS place, ${STARTED} AS started,
  ${LANES} AS lanes
FROM asked LEFT JOIN placed ON placed.row = asked.row`);

const ASKED_MANY = askedWith(PLACES_OF_MANY);
const ASKED_FEW = askedWith(PLACES_OF_FEW);

interface Taker {
  readonly priority: number;
  readonly user: string | null;
  readonly started: number;
  /** Waiting albums; counted no further than the last turn asked about. */
  readonly waiting: number;
  /** JSON list of `[created_at, rowid]` of these albums, in their order. */
  readonly albums: string;
}

const albumsOfTaker = (what: string): string => `(
  SELECT ${what} FROM (
    SELECT created_at, rowid AS row FROM download_queue INDEXED BY download_queue_turn
    WHERE status = 'PENDING' AND content_type = 'ALBUM' AND priority = taker.priority
      AND requested_by_user_id IS taker.user
    ORDER BY created_at, rowid LIMIT ?2))`;

const takers = (albums: string): string =>
  onOneLine(`
WITH RECURSIVE ${turnTakers('?1 - 3600', '(1), (2), (3)')}
SELECT taker.*, ${albumsOfTaker('count(*)')} AS waiting, ${albums} AS albums FROM taker`);

const WITHOUT_ALBUMS = takers(`'[]'`);
const WITH_ALBUMS = takers(albumsOfTaker('json_group_array(json_array(created_at, row))'));

export interface PositionTerms {
  /** Nothing else that waits is younger than these, as right after they were accepted: spares a look at all that is older. */
  readonly areNewest?: boolean;
}

/**
 * Where top-level items stand: those of all users and priorities that will be claimed earlier, + 1. Items that are not
 * waiting (or not top-level) have no entry. The one place where a position comes from: answers, views and events.
 *
 * It looks at who waits now; what starves may go before its turn. What it costs depends on how many users wait and on the
 * turn asked about, not on how many albums wait: of each user no more are counted than can come before.
 */
export async function positionsOf(
  reader: Reader,
  ids: readonly string[],
  now: number,
  { areNewest = false }: PositionTerms = {},
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const asked = await reader.all<Waiting>(ids.length > FEW ? ASKED_MANY : ASKED_FEW, [JSON.stringify(ids), now]);
  const [first] = asked;
  if (!first) return new Map();
  const lanes = JSON.parse(first.lanes) as Lane[];
  const before = asked.some(({ type }) => type === 'ALBUM') ? await albumTurns(reader, asked, now, areNewest) : () => 0;
  return new Map(asked.map((item) => [item.id, lanesBefore(item, lanes) + placeIn(item, before)]));
}

const placeIn = (item: Waiting, albumsBefore: (album: Waiting) => number): number =>
  item.type === 'ALBUM' ? 1 + albumsBefore(item) : item.place;

const lanesBefore = ({ priority, type }: Waiting, lanes: readonly Lane[]): number =>
  lanes
    .filter((lane) => lane.priority < priority || (lane.priority === priority && RANK[lane.type] < RANK[type]))
    .reduce((sum, { size }) => sum + size, 0);

/**
 * The turns of a user are started + 1, started + 2, … in the order of its waiting albums. Before an album with turn T go, of
 * each user, the albums with smaller turns, and the one with the same turn if it is older.
 */
async function albumTurns(
  reader: Reader,
  asked: readonly Waiting[],
  now: number,
  areNewest: boolean,
): Promise<(album: Waiting) => number> {
  const albums = asked.filter(({ type }) => type === 'ALBUM');
  const turnOf = ({ started, place }: Waiting): number => started + place;
  const lastTurn = Math.max(...albums.map(turnOf));
  const rows = await reader.all<Taker>(areNewest ? WITHOUT_ALBUMS : WITH_ALBUMS, [now, lastTurn]);
  const waiting = rows.map((taker) => ({ ...taker, ages: JSON.parse(taker.albums) as [at: number, row: number][] }));
  const isBefore = areNewest ? isBeforeNewest(albums) : isBeforeByAge;
  return (album) =>
    waiting
      .filter(({ priority }) => priority === album.priority)
      .reduce((sum, taker) => sum + albumsBefore(taker, album, turnOf(album), isBefore), 0);
}

type AgedTaker = Taker & { readonly ages: readonly (readonly [at: number, row: number])[] };
/** Whether the album at this place (from 0) among those of another user is older. */
type IsBefore = (taker: AgedTaker, at: number, album: Waiting) => boolean;

const isBeforeByAge: IsBefore = ({ ages }, at, album) => {
  const age = ages[at];
  return age !== undefined && isOlder(age, album);
};

/** Only one that is asked about as well can be younger. */
function isBeforeNewest(newest: readonly Waiting[]): IsBefore {
  const keyOf = (priority: number, user: string | null, place: number): string => `${priority} ${place} ${user ?? ''}`;
  const known = new Map(newest.map((one) => [keyOf(one.priority, one.user, one.place), one]));
  return ({ priority, user }, at, album) => {
    const rival = known.get(keyOf(priority, user, at + 1));
    return rival === undefined || isOlder([rival.at, rival.row], album);
  };
}

function albumsBefore(taker: AgedTaker, album: Waiting, turn: number, isBefore: IsBefore): number {
  const smaller = Math.max(0, Math.min(taker.waiting, turn - 1 - taker.started));
  const at = turn - 1 - taker.started;
  if (at < 0 || at >= taker.waiting || taker.user === album.user) return smaller;
  return isBefore(taker, at, album) ? smaller + 1 : smaller;
}

const isOlder = ([at, row]: readonly [number, number], album: Waiting): boolean =>
  at < album.at || (at === album.at && row < album.row);
