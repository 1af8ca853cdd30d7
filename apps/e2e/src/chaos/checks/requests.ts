import { type Evidence, type QueueRow } from '../evidence/evidence.js';
import { type Wish } from '../script/person.js';
import { nameOf } from './items.js';

/** Nothing that was accepted is lost, nothing was taken from anyone who still wants it, nothing came unasked. */
export function requestProblems({ queue, wishes, albums }: Evidence): string[] {
  const requests = queue.items.filter(
    ({ parent_id, request_source }) => parent_id === null && request_source === 'USER',
  );
  const people = Map.groupBy(queue.participants, ({ queue_item_id }) => queue_item_id);
  const standings = new Standings(requests, people);
  const isOffered = new Map(albums.map(({ id, offer }) => [id, offer === 'whole']));
  // Only the last word of each person about an album counts.
  const lastWords = new Map(wishes.map((wish) => [`${wish.userId} ${wish.albumId}`, wish]));
  return [
    ...wishes.flatMap((wish) => standings.lost(wish)),
    ...[...lastWords.values()].flatMap((wish) => standings.broken(wish, isOffered.get(wish.albumId) === true)),
    ...unasked(requests, wishes),
  ];
}

class Standings {
  private readonly byId: ReadonlyMap<string, QueueRow>;

  constructor(
    private readonly requests: readonly QueueRow[],
    private readonly people: ReadonlyMap<string, readonly { user_id: string }[]>,
  ) {
    this.byId = new Map(requests.map((request) => [request.id, request]));
  }

  lost({ requestId, albumId, userId }: Wish): string[] {
    if (requestId === null || this.byId.get(requestId)?.content_id === albumId) return [];
    return [`request ${requestId} of user ${userId} for ${albumId} was accepted and is gone`];
  }

  broken(wish: Wish, isOffered: boolean): string[] {
    if (wish.standing === 'unsure') return [];
    return wish.standing === 'wants' ? this.unfulfilled(wish, isOffered) : this.stillThere(wish);
  }

  private unfulfilled({ userId, albumId, requestId }: Wish, isOffered: boolean): string[] {
    const wanted = isOffered ? 'COMPLETED' : 'FAILED';
    const ofAlbum = this.requests.filter(({ content_id }) => content_id === albumId);
    const own = ofAlbum.filter(({ id }) => (requestId === null || id === requestId) && this.takesPart(id, userId));
    // It was there already: somebody else's request brought it.
    const fulfilling = requestId === null && own.length === 0 ? ofAlbum : own;
    if (fulfilling.some(({ status }) => status === wanted)) return [];
    const found = ofAlbum.map(({ id, status }) => `${id} ${status}`).join(', ');
    return [
      `user ${userId} wants ${albumId} (request ${requestId ?? 'unknown'}) and has not got it ${wanted}: ${found}`,
    ];
  }

  private stillThere({ userId, albumId, requestId }: Wish): string[] {
    const request = this.byId.get(requestId ?? '');
    if (!request || request.status === 'CANCELLED' || !this.takesPart(request.id, userId)) return [];
    return [`user ${userId} left request ${request.id} for ${albumId} and is still in it; it is ${request.status}`];
  }

  private takesPart(id: string, userId: string): boolean {
    return this.people.get(id)?.some(({ user_id }) => user_id === userId) === true;
  }
}

function unasked(requests: readonly QueueRow[], wishes: readonly Wish[]): string[] {
  const asked = new Set(wishes.map(({ userId, albumId }) => `${userId} ${albumId}`));
  return requests
    .filter(({ requested_by_user_id, content_id }) => !asked.has(`${requested_by_user_id ?? ''} ${content_id}`))
    .map((request) => `${nameOf(request)} was asked for by nobody`);
}
