import { type CodedError } from '@pezzottify/contracts';
import { type Standing } from '../../storage/standing.repository.js';
import {
  AlreadyInCatalogError,
  AlreadyQueuedError,
  type CatalogUnavailableError,
  DailyLimitReachedError,
  QueueLimitReachedError,
} from '../intake.errors.js';
import { type RequestedItem } from './requested-item.mapper.js';

export interface WantedAlbum {
  readonly id: string;
  readonly name: string;
  readonly artistName: string;
}

/** Which albums are complete in the catalog, or why that is not known. */
export type KnownComplete = ReadonlySet<string> | CatalogUnavailableError;

export interface ActiveRequest {
  readonly item: RequestedItem;
  readonly isMine: boolean;
}

export interface Grounds {
  readonly standing: Standing;
  readonly limits: { readonly maxPerDay: number; readonly maxQueue: number };
  readonly complete: KnownComplete;
  /** Those of the albums that are on their way, by their id. */
  readonly active: ReadonlyMap<string, ActiveRequest>;
  readonly now: number;
}

export type Judgement =
  | { readonly kind: 'new'; readonly album: WantedAlbum }
  | { readonly kind: 'join'; readonly item: RequestedItem }
  | { readonly kind: 'refused'; readonly error: CodedError };

/** The checks of an album request in the order of the contract (section 7), for several albums one after the other. */
export function judgeAlbums(albums: readonly WantedAlbum[], grounds: Grounds): Judgement[] {
  const accepted = new Set<string>();
  return albums.map((album) => {
    const error = refusalOf(album, accepted, grounds);
    if (error) return { kind: 'refused', error };
    accepted.add(album.id);
    const active = grounds.active.get(album.id);
    return active ? { kind: 'join', item: active.item } : { kind: 'new', album };
  });
}

function refusalOf({ id }: WantedAlbum, accepted: ReadonlySet<string>, grounds: Grounds): CodedError | undefined {
  const { standing, limits, complete, active, now } = grounds;
  if (standing.requestsToday + accepted.size >= limits.maxPerDay)
    return new DailyLimitReachedError(limits.maxPerDay, now);
  if (standing.inQueue + accepted.size >= limits.maxQueue) return new QueueLimitReachedError(limits.maxQueue);
  if (complete instanceof Error) return complete;
  if (complete.has(id)) return new AlreadyInCatalogError();
  if (accepted.has(id) || active.get(id)?.isMine) return new AlreadyQueuedError();
  return undefined;
}
