import { type WriteTransaction } from '@pezzottify/persistence';
import {
  albumsUsed,
  type AlbumsUsed,
  type Claimant,
  type ClaimedRow,
  takeAlbums,
  takeMedia,
  takeStarving,
} from '../storage/claims.repository.js';

export interface AlbumLimits {
  readonly maxAlbumsPerHour: number;
  readonly maxAlbumsPerDay: number;
}

export interface LineTerms extends AlbumLimits {
  readonly wanted: number;
  /** How many of the wanted may be taken for having waited too long, and since when that is. */
  readonly starving: { readonly slots: number; readonly before: number };
}

export const roomForAlbums = (limits: AlbumLimits, used: AlbumsUsed): number =>
  Math.max(0, Math.min(limits.maxAlbumsPerHour - used.hour, limits.maxAlbumsPerDay - used.day));

/**
 * Takes the next items in the order of PROVIDER.md 6.2: what starves, within its slots; then by priority, in each the
 * media before the albums, the albums only as far as their limits allow.
 *
 * The common case, media of albums already begun, is one statement: whether there is room for albums is asked only when
 * their turn has come.
 */
export async function takeNext(tx: WriteTransaction, claimant: Claimant, terms: LineTerms): Promise<ClaimedRow[]> {
  const taken = await starvingFirst(tx, claimant, terms);
  const missing = (): number => terms.wanted - taken.length;
  while (missing() > 0) {
    taken.push(...(await takeMedia(tx, claimant, missing(), { areAlbumsHeldBack: false })));
    if (missing() === 0) break;
    const albums = await albumsInTurn(tx, claimant, terms, missing());
    taken.push(...albums);
    if (albums.length > 0) continue;
    taken.push(...(await takeMedia(tx, claimant, missing(), { areAlbumsHeldBack: true })));
    break;
  }
  return taken;
}

async function starvingFirst(
  tx: WriteTransaction,
  claimant: Claimant,
  { wanted, starving: { slots, before }, ...limits }: LineTerms,
): Promise<ClaimedRow[]> {
  const mostWanted = Math.min(slots, wanted);
  if (mostWanted === 0) return [];
  const albums = roomForAlbums(limits, await albumsUsed(tx, claimant.now));
  return takeStarving(tx, claimant, { wanted: mostWanted, before, albums });
}

async function albumsInTurn(
  tx: WriteTransaction,
  claimant: Claimant,
  limits: AlbumLimits,
  wanted: number,
): Promise<ClaimedRow[]> {
  const room = roomForAlbums(limits, await albumsUsed(tx, claimant.now));
  return room === 0 ? [] : takeAlbums(tx, claimant, Math.min(wanted, room));
}
