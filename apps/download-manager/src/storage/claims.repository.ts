import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import {
  ALBUMS_USED,
  CLAIM_ALBUMS,
  CLAIM_FIRST,
  CLAIM_MEDIA,
  type ClaimedItemRow,
  type LeaseRow,
} from './claim.sql.js';

export { type LeaseRow } from './claim.sql.js';

export type ClaimedRow = Omit<ClaimedItemRow, 'userIds'> & {
  /** Those who take part in it; nobody for a child, of which they hear through its album. */
  readonly userIds: readonly string[];
};

/** As many items as there are leases, at most; the first item gets the first. */
export interface Claim {
  readonly now: number;
  readonly leases: readonly LeaseRow[];
}

export interface AlbumLimits {
  readonly maxAlbumsPerHour: number;
  readonly maxAlbumsPerDay: number;
}

/** How many may be taken for having waited too long, and since when that is. */
export interface Starving {
  readonly slots: number;
  readonly before: number;
}

async function take(
  tx: WriteTransaction,
  statement: string,
  { now, leases }: Claim,
  ...terms: number[]
): Promise<ClaimedRow[]> {
  const rows = await tx.all<ClaimedItemRow>(statement, [now, JSON.stringify(leases), leases.length, ...terms]);
  return rows.map((row) => ({ ...row, userIds: JSON.parse(row.userIds) as string[] }));
}

/** What starves, within its slots; then tracks and images that go before every waiting album. */
export function takeFirst(
  tx: WriteTransaction,
  claim: Claim,
  { slots, before }: Starving,
  { maxAlbumsPerHour, maxAlbumsPerDay }: AlbumLimits,
): Promise<ClaimedRow[]> {
  return take(tx, CLAIM_FIRST, claim, maxAlbumsPerHour, maxAlbumsPerDay, slots, before);
}

/** Tracks and images, also those behind waiting albums. */
export function takeMedia(tx: WriteTransaction, claim: Claim): Promise<ClaimedRow[]> {
  return take(tx, CLAIM_MEDIA, claim);
}

/** Albums of the first priority that has any, users taking turns, as far as the limits allow. */
export function takeAlbums(
  tx: WriteTransaction,
  claim: Claim,
  { maxAlbumsPerHour, maxAlbumsPerDay }: AlbumLimits,
): Promise<ClaimedRow[]> {
  return take(tx, CLAIM_ALBUMS, claim, maxAlbumsPerHour, maxAlbumsPerDay);
}

export interface AlbumsUsed {
  readonly hour: number;
  readonly day: number;
}

/** Albums begun in the UTC hour and day of `now`, those being expanded at the moment included. */
export async function albumsUsed(reader: Reader, now: number): Promise<AlbumsUsed> {
  return (await reader.get<AlbumsUsed>(ALBUMS_USED, [now])) ?? { hour: 0, day: 0 };
}
