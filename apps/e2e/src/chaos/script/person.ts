import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, type ApiClient } from '../../household/api-client.js';
import { type AlbumIntent, type DiscographyIntent, type Intent } from './intents.js';

/** Where a person stands with an album after the last answer. */
export interface Wish {
  readonly userId: string;
  readonly albumId: string;
  /** Null when it was in the catalog already, or came with a discography. */
  readonly requestId: string | null;
  /** `unsure`: an answer got lost, and what was asked for may have been done or not. */
  readonly standing: 'wants' | 'left' | 'unsure';
}

/** No answer, or that a service is away: asked again, as any client would. */
const AWAY = [502, 503, 504];
const BETWEEN_ATTEMPTS_MS = 300;

interface Settled {
  readonly answer: Answer;
  /** An earlier attempt may have been carried out without an answer. */
  readonly isRepeated: boolean;
}

interface Mine {
  requests: { id: string; content_id: string }[];
}

export class Person {
  readonly wishes: Wish[] = [];

  constructor(
    readonly userId: string,
    private readonly client: ApiClient,
    private readonly discographyOf: (artistId: string) => readonly string[],
  ) {}

  perform(intent: Intent): Promise<void> {
    return intent.kind === 'album' ? this.performAlbum(intent) : this.performDiscography(intent);
  }

  private async performAlbum({ albumId, askAtMs, cancelAfterMs, askAgainAfterMs }: AlbumIntent): Promise<void> {
    await delay(askAtMs);
    let wish = await this.ask(albumId);
    if (cancelAfterMs !== null && wish.requestId !== null) {
      await delay(cancelAfterMs);
      wish = { ...wish, standing: await this.cancel(wish.requestId) };
      if (askAgainAfterMs !== null) {
        this.wishes.push(wish);
        await delay(askAgainAfterMs);
        wish = await this.ask(albumId);
      }
    }
    this.wishes.push(wish);
  }

  private async ask(albumId: string): Promise<Wish> {
    const about = { userId: this.userId, albumId, standing: 'wants' } as const;
    const body = { album_id: albumId, album_name: `Harbour Lights ${albumId}`, artist_name: '' };
    const { answer } = await this.settle(() => this.client.post('/v1/download/request/album', body));
    const code = answer.headers.get('x-error-code') ?? '';
    if (answer.status === 200) return { ...about, requestId: (answer.body as { request_id: string }).request_id };
    if (code === 'ALREADY_IN_CATALOG') return { ...about, requestId: null };
    if (code === 'ALREADY_QUEUED') return { ...about, requestId: await this.newestRequest(albumId) };
    throw unexpected(`asking for ${albumId}`, answer);
  }

  private async newestRequest(albumId: string): Promise<string | null> {
    const { answer } = await this.settle(() => this.client.get<Mine>('/v1/download/my-requests?limit=200'));
    if (answer.status !== 200) throw unexpected('listing', answer);
    return (answer.body as Mine).requests.find((request) => request.content_id === albumId)?.id ?? null;
  }

  private async cancel(requestId: string): Promise<Wish['standing']> {
    const { answer, isRepeated } = await this.settle(() => this.client.delete(`/v1/download/request/${requestId}`));
    if (answer.status === 204) return 'left';
    if (answer.status === 409) return isRepeated ? 'unsure' : 'wants';
    if (answer.status === 404 && isRepeated) return 'left';
    throw unexpected(`cancelling ${requestId}`, answer);
  }

  private async performDiscography({ artistId, askAtMs }: DiscographyIntent): Promise<void> {
    await delay(askAtMs);
    const body = { artist_id: artistId, artist_name: `The ${artistId}` };
    const { answer } = await this.settle(() => this.client.post('/v1/download/request/discography', body));
    const isNothingLeft = answer.headers.get('x-error-code') === 'NOTHING_TO_QUEUE';
    if (answer.status !== 200 && !isNothingLeft) throw unexpected(`asking for all of ${artistId}`, answer);
    const about = { userId: this.userId, requestId: null, standing: 'wants' } as const;
    this.wishes.push(...this.discographyOf(artistId).map((albumId) => ({ ...about, albumId })));
  }

  private async settle(attempt: () => Promise<Answer>): Promise<Settled> {
    for (let isRepeated = false; ; isRepeated = true) {
      const answer = await attempt().catch(unanswered);
      if (answer !== null && !AWAY.includes(answer.status)) return { answer, isRepeated };
      await delay(BETWEEN_ATTEMPTS_MS);
    }
  }
}

/** What `fetch` throws when the other side dies or hangs; anything else is a finding. */
function unanswered(error: unknown): null {
  // By name: `fetch` comes from outside of the test's own world and throws other classes than those known here.
  if (['TypeError', 'TimeoutError', 'AbortError'].includes((error as { name?: string }).name ?? '')) return null;
  throw error;
}

const unexpected = (what: string, { status, text }: Answer): Error => new Error(`${what}: ${status} ${text}`);
