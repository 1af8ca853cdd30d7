import { type DownloadContentType } from '@pezzottify/contracts';

/** The order of the types within one priority. */
const RANK: Readonly<Record<DownloadContentType, number>> = {
  TRACK_AUDIO: 1,
  ALBUM_IMAGE: 2,
  ARTIST_IMAGE: 3,
  ALBUM: 4,
};

/** A waiting top-level item. */
export interface Waiting {
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
}

/** The items of one type in one priority. */
export interface Lane {
  readonly priority: number;
  readonly type: DownloadContentType;
  readonly size: number;
}

/** A user with waiting albums of one priority. */
export interface Taker {
  readonly priority: number;
  readonly user: string | null;
  readonly started: number;
  /** Waiting albums; counted no further than the last turn asked about. */
  readonly waiting: number;
  /** When and as which row these albums were created, in their order. */
  readonly ages: readonly (readonly [at: number, row: number])[];
}

export const placeIn = (item: Waiting, albumsBefore: (album: Waiting) => number): number =>
  item.type === 'ALBUM' ? 1 + albumsBefore(item) : item.place;

export const lanesBefore = ({ priority, type }: Waiting, lanes: readonly Lane[]): number =>
  lanes
    .filter((lane) => lane.priority < priority || (lane.priority === priority && RANK[lane.type] < RANK[type]))
    .reduce((sum, { size }) => sum + size, 0);

export const turnOf = ({ started, place }: Waiting): number => started + place;

/** Whether the album at this place (from 0) among those of another user is older. */
export type IsBefore = (taker: Taker, at: number, album: Waiting) => boolean;

export const isBeforeByAge: IsBefore = ({ ages }, at, album) => {
  const age = ages[at];
  return age !== undefined && isOlder(age, album);
};

/** Only one that is asked about as well can be younger. */
export function isBeforeNewest(newest: readonly Waiting[]): IsBefore {
  const keyOf = (priority: number, user: string | null, place: number): string => `${priority} ${place} ${user ?? ''}`;
  const known = new Map(newest.map((one) => [keyOf(one.priority, one.user, one.place), one]));
  return ({ priority, user }, at, album) => {
    const rival = known.get(keyOf(priority, user, at + 1));
    return rival === undefined || isOlder([rival.at, rival.row], album);
  };
}

/**
 * The turns of a user are started + 1, started + 2, … in the order of its waiting albums. Before an album with turn T go, of
 * each user, the albums with smaller turns, and the one with the same turn if it is older.
 */
export function albumsBefore(taker: Taker, album: Waiting, isBefore: IsBefore): number {
  const at = turnOf(album) - 1 - taker.started;
  const smaller = Math.max(0, Math.min(taker.waiting, at));
  if (at < 0 || at >= taker.waiting || taker.user === album.user) return smaller;
  return isBefore(taker, at, album) ? smaller + 1 : smaller;
}

const isOlder = ([at, row]: readonly [number, number], album: Waiting): boolean =>
  at < album.at || (at === album.at && row < album.row);
