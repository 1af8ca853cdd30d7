import { type WriteTransaction } from '@pezzottify/persistence';
import { effects, type Effects, together } from '../../audit/effects.js';
import { attemptFailed, childrenCreated, type Failure, retryScheduled } from '../../audit/transition-effects.js';
import { followUpAlbum } from '../../queue/follow-up-album.js';
import {
  failItem,
  leaveToChildren,
  markExpanded,
  releaseItem,
  scheduleRetry,
} from '../../storage/attempts.repository.js';
import { createChildren, forgetLostChildren, hasChildren } from '../../storage/children.repository.js';
import { type QueueItem } from '../../storage/queue-item.js';
import { participantsOfAll } from '../../storage/participants.repository.js';
import { type Ending, type Expansion } from './fold-outcome.js';

/** Writes the next state of the item, and of its album where that follows; says what else the transaction must record. */
export async function endAttempt(tx: WriteTransaction, item: QueueItem, ending: Ending, now: number): Promise<Effects> {
  switch (ending.kind) {
    case 'expanded':
      return expand(tx, item, ending.expansion, now);
    case 'failed':
      return fail(tx, item, ending.failure, now);
    case 'retry':
      await scheduleRetry(tx, item.id, { ...ending.plan, cause: ending.cause });
      return retryScheduled(item, ending.plan, await usersOf(tx, item));
    case 'released':
      await releaseItem(tx, item.id);
      return effects({ notices: [{ kind: 'work_available' }] });
  }
}

async function fail(tx: WriteTransaction, item: QueueItem, failure: Failure, now: number): Promise<Effects> {
  // An administrator had it tried again: what it was expanded to before goes on without it, and decides how it ends.
  if (item.expandedAt !== null && (await hasChildren(tx, item.id))) {
    await leaveToChildren(tx, item.id);
    return together([effects({ notices: [{ kind: 'work_available' }] }), await followUpAlbum(tx, item.id, 0, now)]);
  }
  await failItem(tx, item.id, { ...failure, now });
  return together([attemptFailed(item, failure, await usersOf(tx, item)), await afterFailure(tx, item, now)]);
}

async function expand(tx: WriteTransaction, album: QueueItem, expansion: Expansion, now: number): Promise<Effects> {
  const { album_name: albumName, artist_name: artistName } = expansion;
  await markExpanded(tx, album.id, { albumName, artistName, now });
  const children = expansion.children.map((child) => ({
    contentType: child.content_type,
    contentId: child.content_id,
    contentName: child.content_name,
  }));
  if (album.expandedAt !== null) await forgetLostChildren(tx, album, children);
  const created = await createChildren(tx, album.id, children, now);
  // Also those that are there already: they waited for this.
  const free = effects({ notices: [{ kind: 'work_available' }] });
  return together([childrenCreated(album, created), free, await followUpAlbum(tx, album.id, 0, now)]);
}

const afterFailure = (tx: WriteTransaction, { parentId }: QueueItem, now: number): Promise<Effects> | Effects =>
  parentId === null ? effects({}) : followUpAlbum(tx, parentId, 0, now);

/** Events about an item of its own go to those who take part in it; children are heard of through their album. */
async function usersOf(tx: WriteTransaction, { id, parentId }: QueueItem): Promise<string[]> {
  if (parentId !== null) return [];
  return (await participantsOfAll(tx, [id])).get(id) ?? [];
}
