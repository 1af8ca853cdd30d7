import { type WriteTransaction } from '@pezzottify/persistence';
import { effects, type Effects, together } from '../audit/effects.js';
import { albumCompleted, albumFailed, progressOf } from '../audit/transition-effects.js';
import { type AlbumState, endAlbum, sumUpChildren } from '../storage/children.repository.js';
import { albumVerdict } from './album-verdict.js';

/**
 * To be called in the transaction of whatever may have ended an album: a child that became final, the creation of the
 * children. Does nothing for an album that is not being worked on.
 */
export async function followUpAlbum(tx: WriteTransaction, albumId: string, now: number): Promise<Effects> {
  const state = await sumUpChildren(tx, albumId);
  if (!state) return effects({});
  return together([progressOf(state), await endIfDue(tx, state, now)]);
}

async function endIfDue(tx: WriteTransaction, state: AlbumState, now: number): Promise<Effects> {
  const verdict = albumVerdict(state.progress, state.latestErrorType);
  // While a worker expands it (again), children may still come; the check is repeated once they are there.
  if (verdict.kind === 'goes_on' || state.album.leaseToken !== null) return effects({});
  const durationMs = 1000 * (now - (state.album.startedAt ?? now));
  const { errorType, message } = verdict.kind === 'failed' ? verdict : { errorType: null, message: null };
  await endAlbum(tx, state.album.id, {
    status: verdict.kind === 'failed' ? 'FAILED' : 'COMPLETED',
    errorType,
    message,
    durationMs,
    now,
  });
  return verdict.kind === 'failed' ? albumFailed(state, verdict) : albumCompleted(state, durationMs);
}
