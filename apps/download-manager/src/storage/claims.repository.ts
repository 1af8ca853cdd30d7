import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type Lease } from '@pezzottify/work-engine';
import { ALBUMS_USED, claimAlbums, type ClaimedRow, claimMedia, claimStarving } from './claim.sql.js';

export { type ClaimedRow } from './claim.sql.js';

/** Who takes items, and until when. All items of one worker's claim share its token. */
export interface Claimant {
  readonly now: number;
  readonly lease: Lease;
  readonly worker: string;
}

const bound = ({ now, lease, worker }: Claimant): [number, string, string, number] => [
  now,
  lease.token,
  worker,
  lease.expiresAt,
];

/** Tracks and images that go before every waiting album; with `areAlbumsHeldBack`, those behind them too. */
export function takeMedia(
  tx: WriteTransaction,
  claimant: Claimant,
  wanted: number,
  { areAlbumsHeldBack }: { areAlbumsHeldBack: boolean },
): Promise<ClaimedRow[]> {
  return tx.all(claimMedia(wanted), [...bound(claimant), wanted, areAlbumsHeldBack ? 0 : 1]);
}

/** Albums of the first priority that has any, users taking turns. */
export function takeAlbums(tx: WriteTransaction, claimant: Claimant, wanted: number): Promise<ClaimedRow[]> {
  return tx.all(claimAlbums(wanted), [...bound(claimant), wanted]);
}

/** The longest waiting among those created by `before`, of them at most `albums` albums. */
export function takeStarving(
  tx: WriteTransaction,
  claimant: Claimant,
  { wanted, before, albums }: { wanted: number; before: number; albums: number },
): Promise<ClaimedRow[]> {
  return tx.all(claimStarving(wanted), [...bound(claimant), wanted, before, albums]);
}

/** Gives items that were taken a moment ago, in the same transaction, to others than the one they were taken for. */
export async function handOver(
  tx: WriteTransaction,
  shares: readonly { readonly lease: Lease; readonly worker: string; readonly ids: readonly string[] }[],
): Promise<void> {
  const rows = shares.flatMap(({ lease, worker, ids }) => ids.map((id) => [id, lease.token, worker, lease.expiresAt]));
  if (rows.length === 0) return;
  await tx.run(
    `UPDATE download_queue SET lease_token = h.value ->> 1, lease_owner = h.value ->> 2, lease_expires_at = h.value ->> 3
     FROM json_each(?) h WHERE download_queue.id = h.value ->> 0`,
    [JSON.stringify(rows)],
  );
}

export interface AlbumsUsed {
  readonly hour: number;
  readonly day: number;
}

/** Albums begun in the UTC hour and day of `now`, those being expanded at the moment included. */
export async function albumsUsed(reader: Reader, now: number): Promise<AlbumsUsed> {
  return (await reader.get<AlbumsUsed>(ALBUMS_USED, [now])) ?? { hour: 0, day: 0 };
}
