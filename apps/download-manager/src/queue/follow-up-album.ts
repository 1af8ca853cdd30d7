import { type WriteTransaction } from '@pezzottify/persistence';
import { effects, type Effects, together } from '../audit/effects.js';
import { albumCompleted, albumFailed, progressOf } from '../audit/transition-effects.js';
import { addToAlbum, type AlbumState, endAlbum, totalOfChildren } from '../storage/children.repository.js';
import { albumVerdict, hasActiveChildren } from './album-verdict.js';
import { isActive } from './states.js';

/**
 * To be called in the transaction of whatever may have ended an album: a child that became final (with the bytes it
 * brought), the creation of the children, the deletion of one. An album that has ended only counts its bytes anew.
 */
export async function followUpAlbum(
  tx: WriteTransaction,
  albumId: string,
  bytes: number,
  now: number,
): Promise<Effects> {
  const state = await addToAlbum(tx, albumId, bytes);
  if (!state || !isActive(state.album.status)) return effects({});
  // While it is expanded again, or waits for that, children may still come; the check is repeated once they are there.
  const isExpanded = state.album.status === 'IN_PROGRESS' && state.album.leaseToken === null;
  if (hasActiveChildren(state.progress) || !isExpanded) return progressOf(state);
  return together([progressOf(state), await end(tx, state, now)]);
}

async function end(tx: WriteTransaction, state: AlbumState, now: number): Promise<Effects> {
  const { album, progress } = state;
  const total = await totalOfChildren(tx, album.id);
  const verdict = albumVerdict(progress, total.latestErrorType);
  const durationMs = 1000 * (now - (album.startedAt ?? now));
  await endAlbum(tx, album.id, { errorType: null, message: null, ...verdict, bytes: total.bytes, durationMs, now });
  return verdict.status === 'FAILED' ? albumFailed(state, verdict) : albumCompleted(state, total, durationMs);
}
