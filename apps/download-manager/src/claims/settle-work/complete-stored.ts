import { type WorkOutcome } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Effects, from } from '../../audit/effects.js';
import { type Origin } from '../../audit/origin.js';
import { mediaCompleted } from '../../audit/transition-effects.js';
import { followUpAlbums } from '../../queue/follow-up-album.js';
import { type CompletedMedia, completeLeased } from '../../storage/attempts.repository.js';
import { type Report } from './report.js';

type Stored = Extract<WorkOutcome, { kind: 'stored' }>;

interface Completed {
  readonly report: Report;
  readonly item: CompletedMedia;
  readonly outcome: Stored;
}

export interface StoredWork {
  readonly settled: readonly Report[];
  readonly effects: readonly Effects[];
}

/**
 * What was stored, which is nearly all there is, takes one statement for all reports that say so and still hold their
 * leases, and one look at their albums. Whatever else is reported is left to `endAttempt`.
 *
 * At most one report for each item: what was completed comes back under the item's id, no longer with its token.
 */
export async function completeStored(
  tx: WriteTransaction,
  reports: readonly Report[],
  now: number,
): Promise<StoredWork> {
  const stored = reports.flatMap((report) => {
    const { outcome } = report;
    return outcome.kind === 'stored' ? [{ report, outcome }] : [];
  });
  if (stored.length === 0) return { settled: [], effects: [] };
  const rows = stored.map(({ report: { itemId, leaseToken }, outcome }) => {
    return { id: itemId, leaseToken, bytes: outcome.bytes, durationMs: outcome.duration_ms };
  });
  const items = new Map((await completeLeased(tx, rows, now)).map((item) => [item.id, item]));
  const completed = stored.flatMap((one): Completed[] => {
    const item = items.get(one.report.itemId);
    return item ? [{ ...one, item }] : [];
  });
  return { settled: completed.map(({ report }) => report), effects: await leftBehind(tx, completed, now) };
}

async function leftBehind(tx: WriteTransaction, completed: readonly Completed[], now: number): Promise<Effects[]> {
  const own = completed.map(({ item, outcome }) =>
    mediaCompleted(item, { bytes: outcome.bytes, durationMs: outcome.duration_ms }),
  );
  const albums = broughtByAlbum(completed);
  if (albums.size === 0) return own;
  const changes = [...albums].map(([albumId, { bytes }]) => ({ albumId, bytes }));
  const followedUp = [...(await followUpAlbums(tx, changes, now))];
  return [...own, ...followedUp.map(([albumId, left]) => from(albums.get(albumId)?.origin ?? {}, left))];
}

interface Brought {
  readonly bytes: number;
  /** Of the last report about a child of the album. */
  readonly origin: Origin;
}

function broughtByAlbum(completed: readonly Completed[]): Map<string, Brought> {
  const albums = new Map<string, Brought>();
  for (const { item, outcome, report } of completed) {
    if (item.parentId === null) continue;
    const bytes = (albums.get(item.parentId)?.bytes ?? 0) + outcome.bytes;
    albums.set(item.parentId, { bytes, origin: report.origin });
  }
  return albums;
}
