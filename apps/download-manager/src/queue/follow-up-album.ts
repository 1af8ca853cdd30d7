import { type WriteTransaction } from '@pezzottify/persistence';
import { type Effects, together } from '../audit/effects.js';
import { albumCompleted, albumFailed, progressOf } from '../audit/transition-effects.js';
import {
  addToAlbums,
  type AlbumChange,
  type AlbumState,
  type ChildrenTotal,
  endAlbums,
  totalsOfChildren,
} from '../storage/children.repository.js';
import { albumVerdict, hasActiveChildren } from './album-verdict.js';
import { isActive } from './states.js';

const NO_CHILDREN: ChildrenTotal = { bytes: 0, tracksCompleted: 0, latestErrorType: null };

/**
 * To be called in the transaction of whatever may have ended albums: children that became final (with the bytes they
 * brought), the creation of the children, the deletion of one. An album that has ended only counts its bytes anew, and has
 * no entry in the answer.
 */
export async function followUpAlbums(
  tx: WriteTransaction,
  changes: readonly AlbumChange[],
  now: number,
): Promise<Map<string, Effects>> {
  const states = (await addToAlbums(tx, changes)).filter(({ album }) => isActive(album.status));
  const ended = await end(tx, states.filter(hasEnded), now);
  return new Map(states.map((state) => [state.album.id, together([progressOf(state), ...endOf(state, ended)])]));
}

/** The same for one album. */
export async function followUpAlbum(
  tx: WriteTransaction,
  albumId: string,
  bytes: number,
  now: number,
): Promise<Effects> {
  return together([...(await followUpAlbums(tx, [{ albumId, bytes }], now)).values()]);
}

/** While it is expanded again, or waits for that, children may still come; the check is repeated once they are there. */
function hasEnded({ album, progress }: AlbumState): boolean {
  return album.status === 'IN_PROGRESS' && album.leaseToken === null && !hasActiveChildren(progress);
}

const endOf = ({ album }: AlbumState, ended: ReadonlyMap<string, Effects>): Effects[] => {
  const end = ended.get(album.id);
  return end ? [end] : [];
};

async function end(tx: WriteTransaction, states: readonly AlbumState[], now: number): Promise<Map<string, Effects>> {
  if (states.length === 0) return new Map();
  const totals = await totalsOfChildren(
    tx,
    states.map(({ album }) => album.id),
  );
  const ends = states.map((state) => endingOf(state, totals.get(state.album.id) ?? NO_CHILDREN, now));
  await endAlbums(
    tx,
    ends.map(({ row }) => row),
    now,
  );
  return new Map(ends.map(({ row, left }) => [row.albumId, left]));
}

function endingOf(state: AlbumState, total: ChildrenTotal, now: number) {
  const { album, progress } = state;
  const verdict = albumVerdict(progress, total.latestErrorType);
  const durationMs = 1000 * (now - (album.startedAt ?? now));
  const row = { albumId: album.id, errorType: null, message: null, ...verdict, bytes: total.bytes, durationMs };
  const left = verdict.status === 'FAILED' ? albumFailed(state, verdict) : albumCompleted(state, total, durationMs);
  return { row, left };
}
