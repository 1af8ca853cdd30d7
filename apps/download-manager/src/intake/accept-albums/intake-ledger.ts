import { type ActiveAlbum } from '../../storage/requests.repository.js';
import { type Standing } from '../../storage/standing.repository.js';
import { type AcceptedCandidate } from './candidate.mapper.js';
import { type ActiveRequest, type WantedAlbum } from './judge-albums.js';
import { type RequestedItem, toRequestedItem } from './requested-item.mapper.js';

interface OnItsWay {
  readonly item: RequestedItem;
  readonly participants: Set<string>;
}

/**
 * What the checks of several requests compare with: the rows as they are, and what was accepted of the requests before, which
 * is written after all have been judged.
 */
export class IntakeLedger {
  private readonly onItsWay: Map<string, OnItsWay>;

  constructor(
    private readonly standings: Map<string, Standing>,
    active: ReadonlyMap<string, ActiveAlbum>,
  ) {
    this.onItsWay = new Map(
      [...active].map(([contentId, album]) => [
        contentId,
        { item: toRequestedItem(album), participants: new Set(album.participants) },
      ]),
    );
  }

  standingOf(userId: string): Standing {
    return this.standings.get(userId) ?? { requestsToday: 0, inQueue: 0 };
  }

  activeAmong(albums: readonly WantedAlbum[], userId: string): Map<string, ActiveRequest> {
    return new Map(
      albums.flatMap(({ id }) => {
        const known = this.onItsWay.get(id);
        return known ? [[id, { item: known.item, isMine: known.participants.has(userId) }]] : [];
      }),
    );
  }

  accepted({ item, userId }: AcceptedCandidate): void {
    const { requestsToday, inQueue } = this.standingOf(userId);
    this.standings.set(userId, { requestsToday: requestsToday + 1, inQueue: inQueue + 1 });
    const known = this.onItsWay.get(item.contentId) ?? { item, participants: new Set() };
    known.participants.add(userId);
    this.onItsWay.set(item.contentId, known);
  }
}
