import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  type CatalogDescribeMediaReply,
  type CatalogManifestReply,
  type MediaList,
  type ReplyOf,
  type RequestOf,
} from '@pezzottify/contracts';
import { type MessageBus, PeerUnavailableError } from '@pezzottify/messaging';
import { MESSAGE_BUS } from '../tokens.js';

export type DescribedMedia = CatalogDescribeMediaReply['media'][number];
export interface ManifestPage {
  readonly rows: string;
  readonly last: string;
}

type Question = 'catalog.list-media' | 'catalog.describe-media';

const TIMEOUT_MS = 10_000;
const PAUSE_MS = 500;
/** A restart of catalog-api must not cost a scan of an hour. */
const PATIENCE_MS = 30_000;

/** What should be on disk, as catalog-api knows it. */
@Injectable()
export class CatalogManifest {
  constructor(@Inject(MESSAGE_BUS) private readonly bus: Pick<MessageBus, 'request'>) {}

  /** Page by page; the next one is on its way while one is worked on. */
  async *pages(
    list: MediaList,
    { after, limit }: { after: string | null; limit: number },
    signal: AbortSignal,
  ): AsyncGenerator<ManifestPage, void, undefined> {
    const ask = (from: string | null): Promise<CatalogManifestReply> => {
      const reply = this.ask('catalog.list-media', { list, after: from, limit }, signal);
      // Whoever leaves the loop early never awaits it.
      reply.catch(() => undefined);
      return reply;
    };
    for (let next = ask(after); ;) {
      const { rows, last } = await next;
      if (last === null) return;
      next = ask(last);
      yield { rows, last };
    }
  }

  async describe(list: MediaList, ids: string[], signal: AbortSignal): Promise<DescribedMedia[]> {
    return (await this.ask('catalog.describe-media', { list, ids }, signal)).media;
  }

  private async ask<N extends Question>(name: N, body: RequestOf<N>, signal: AbortSignal): Promise<ReplyOf<N>> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      signal.throwIfAborted();
      try {
        return await this.bus.request(name, body, { timeoutMs: TIMEOUT_MS, signal });
      } catch (error) {
        if (!(error instanceof PeerUnavailableError) || performance.now() > giveUpAt) throw error;
      }
      await pause(PAUSE_MS, undefined, { signal });
    }
  }
}
