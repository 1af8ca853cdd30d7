import { type WriteTransaction } from '@pezzottify/persistence';
import {
  type AlbumLimits,
  type ClaimedRow,
  type LeaseRow,
  type Starving,
  takeAlbums,
  takeFirst,
  takeMedia,
} from '../storage/claims.repository.js';

export interface LineTerms extends AlbumLimits {
  readonly now: number;
  /** One for each item wanted; the first item gets the first. */
  readonly leases: readonly LeaseRow[];
  readonly starving: Starving;
}

const NOBODY_STARVES: Starving = { slots: 0, before: 0 };

/**
 * Takes the next items in the order of PROVIDER.md 6.2: what starves, within its slots; then by priority, in each the
 * media before the albums, the albums only as far as their limits allow.
 *
 * The common case, media of albums already begun, is one statement: whether there is room for albums is asked only when
 * their turn has come.
 */
export async function takeNext(tx: WriteTransaction, { now, leases, ...terms }: LineTerms): Promise<ClaimedRow[]> {
  const taken: ClaimedRow[] = [];
  const claim = () => ({ now, leases: leases.slice(taken.length) });
  for (let { starving } = terms; taken.length < leases.length; starving = NOBODY_STARVES) {
    taken.push(...(await takeFirst(tx, claim(), starving, terms)));
    if (taken.length === leases.length) break;
    const albums = await takeAlbums(tx, claim(), terms);
    taken.push(...albums);
    if (albums.length > 0) continue;
    taken.push(...(await takeMedia(tx, claim())));
    break;
  }
  return taken;
}
