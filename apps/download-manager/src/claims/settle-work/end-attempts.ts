import { type WriteTransaction } from '@pezzottify/persistence';
import { type Effects, from, together } from '../../audit/effects.js';
import { type Origin } from '../../audit/origin.js';
import { mediaCompleted } from '../../audit/transition-effects.js';
import { followUpAlbum } from '../../queue/follow-up-album.js';
import { completeMedia } from '../../storage/attempts.repository.js';
import { type QueueItem } from '../../storage/queue-item.js';
import { endAttempt } from './end-attempt.js';
import { type Ending } from './fold-outcome.js';

export interface EndedAttempt {
  readonly origin: Origin;
  readonly item: QueueItem;
  readonly ending: Ending;
}

type Stored = Extract<Ending, { kind: 'stored' }>;
type StoredAttempt = EndedAttempt & { readonly ending: Stored };

const isStored = (attempt: EndedAttempt): attempt is StoredAttempt => attempt.ending.kind === 'stored';

/**
 * Writes the next states of several items. What was stored, which is nearly all there is, takes one statement for all of
 * them and one look at each album; the rest is done one by one.
 */
export async function endAttempts(tx: WriteTransaction, ended: readonly EndedAttempt[], now: number): Promise<Effects> {
  const stored = ended.filter(isStored);
  const parts = stored.length === 0 ? [] : [await endStored(tx, stored, now)];
  for (const { item, ending, origin } of ended) {
    if (ending.kind !== 'stored') parts.push(from(origin, await endAttempt(tx, item, ending, now)));
  }
  return together(parts);
}

async function endStored(tx: WriteTransaction, stored: readonly StoredAttempt[], now: number): Promise<Effects> {
  const media = stored.map(({ item, ending }) => ({ id: item.id, bytes: ending.bytes, durationMs: ending.durationMs }));
  await completeMedia(tx, media, now);
  const parts = stored.map(({ item, ending }) => mediaCompleted(item, ending));
  for (const [albumId, { bytes, origin }] of broughtByAlbum(stored))
    parts.push(from(origin, await followUpAlbum(tx, albumId, bytes, now)));
  return together(parts);
}

interface Brought {
  readonly bytes: number;
  /** Of the last report about a child of the album. */
  readonly origin: Origin;
}

function broughtByAlbum(stored: readonly StoredAttempt[]): Map<string, Brought> {
  const albums = new Map<string, Brought>();
  for (const { item, ending, origin } of stored) {
    if (item.parentId === null) continue;
    albums.set(item.parentId, { bytes: (albums.get(item.parentId)?.bytes ?? 0) + ending.bytes, origin });
  }
  return albums;
}
