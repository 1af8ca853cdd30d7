import { type WriteTransaction } from '@pezzottify/persistence';
import { effects, type Effects, together } from '../audit/effects.js';
import { albumReopened, retriedBy } from '../audit/transition-effects.js';
import { albumStates } from '../storage/children.repository.js';
import { participantsOfAll } from '../storage/participants.repository.js';
import { positionsOf } from '../storage/positions.repository.js';
import { leasedAmong, reopenAlbums, resetItems, type RetryCandidate } from '../storage/retries.repository.js';

export interface RetryOrder {
  readonly adminId: string;
  readonly isForced: boolean;
  readonly now: number;
}

/**
 * Puts the items back to where they began, with those of their children that are not complete; albums that failed by one
 * of them go on. Whoever works on one of them is told to stop: its lease is gone.
 */
export async function retryItems(
  tx: WriteTransaction,
  items: readonly RetryCandidate[],
  { adminId, isForced, now }: RetryOrder,
): Promise<Effects> {
  if (items.length === 0) return effects({});
  const ids = items.map(({ id }) => id);
  const stopped = await leasedAmong(tx, ids);
  await resetItems(tx, ids, now);
  const reopened = await reopen(tx, items);
  const users = await participantsOfAll(tx, ids);
  const positions = await positionsOf(tx, ids, now);
  const retried = items.map((item) =>
    retriedBy(adminId, item, isForced, { userIds: users.get(item.id) ?? [], position: positions.get(item.id) ?? null }),
  );
  return together([...retried, ...reopened, effects({ notices: noticesOf(stopped) })]);
}

async function reopen(tx: WriteTransaction, items: readonly RetryCandidate[]): Promise<Effects[]> {
  const albumIds = new Set(items.flatMap(({ parentId }) => parentId ?? []));
  if (albumIds.size === 0) return [];
  const reopened = await reopenAlbums(tx, [...albumIds]);
  return (await albumStates(tx, reopened)).map(albumReopened);
}

const noticesOf = (stopped: readonly string[]): Effects['notices'] => [
  ...(stopped.length === 0 ? [] : [{ kind: 'items_cancelled', itemIds: stopped } as const]),
  { kind: 'work_available' },
];
