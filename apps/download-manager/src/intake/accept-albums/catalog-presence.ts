import { Inject, Injectable } from '@nestjs/common';
import { isPossibleId } from '@pezzottify/contracts';
import { type MessageBus, PeerUnavailableError } from '@pezzottify/messaging';
import { GatheredCalls } from '@pezzottify/work-engine';
import { inParts } from '../../in-parts.js';
import { MESSAGE_BUS } from '../../tokens.js';
import { CatalogUnavailableError } from '../intake.errors.js';

export interface Asked {
  readonly albumIds?: readonly string[];
  readonly artistIds?: readonly string[];
}

export interface Presence {
  /** In the catalog with the audio of every track. */
  readonly completeAlbumIds: ReadonlySet<string>;
  readonly artistIds: ReadonlySet<string>;
}

const TIMEOUT_MS = 2_000;
/** What one question may hold. */
const PAGE = 500;

/** Asks catalog-api which of these it has. Throws CatalogUnavailableError while it is away. */
@Injectable()
export class CatalogPresence {
  private readonly presence = new GatheredCalls<readonly string[], Presence>(async (round) => {
    const calls = round();
    const presence = await this.of({ albumIds: calls.flat() });
    return calls.map(() => presence);
  });

  constructor(@Inject(MESSAGE_BUS) private readonly bus: Pick<MessageBus, 'request'>) {}

  async of({ albumIds = [], artistIds = [] }: Asked): Promise<Presence> {
    const albumPages = pages(albumIds);
    const artistPages = pages(artistIds);
    const count = Math.max(albumPages.length, artistPages.length);
    const replies = await Promise.all(
      Array.from({ length: count }, (_, at) => this.ask(albumPages[at] ?? [], artistPages[at] ?? [])),
    );
    return {
      completeAlbumIds: new Set(replies.flatMap((reply) => reply.complete_album_ids)),
      artistIds: new Set(replies.flatMap((reply) => reply.artist_ids)),
    };
  }

  /**
   * For checks that come before the one that needs it: being away is an answer here. What is asked at the same moment is
   * one question, so that more albums may be among the answer.
   */
  async completeAlbums(albumIds: readonly string[]): Promise<ReadonlySet<string> | CatalogUnavailableError> {
    try {
      return (await this.presence.execute(albumIds)).completeAlbumIds;
    } catch (error) {
      if (error instanceof CatalogUnavailableError) return error;
      throw error;
    }
  }

  private async ask(albumIds: string[], artistIds: string[]) {
    const question = { album_ids: albumIds, artist_ids: artistIds };
    try {
      return await this.bus.request('catalog.look-up-presence', question, { timeoutMs: TIMEOUT_MS });
    } catch (error) {
      throw error instanceof PeerUnavailableError ? new CatalogUnavailableError(error) : error;
    }
  }
}

/** Ids the catalog could not hold are not there, and would make the whole question invalid. */
function pages(ids: readonly string[]): string[][] {
  return inParts([...new Set(ids)].filter(isPossibleId), PAGE);
}
