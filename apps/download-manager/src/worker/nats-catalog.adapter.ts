import { setTimeout as pause } from 'node:timers/promises';
import {
  type CatalogAttachRequest,
  type CatalogIngestRequest,
  type ReplyOf,
  type RequestName,
  type RequestOf,
} from '@pezzottify/contracts';
import { type MessageBus, MessageTooLargeError, PeerFailedError, PeerUnavailableError } from '@pezzottify/messaging';
import { type Catalog, type InPlace } from './catalog.port.js';
import { CatalogAwayError, CatalogRefusedError } from './worker.errors.js';

const INGEST_TIMEOUT_MS = 30_000;
const ATTACH_TIMEOUT_MS = 10_000;
const PAUSE_MS = 250;

export class NatsCatalog implements Catalog {
  /** `patienceMs`: a restart of catalog-api takes seconds, giving the item back costs a back-off. */
  constructor(
    private readonly bus: MessageBus,
    private readonly patienceMs = 5000,
  ) {}

  async ingestAlbum(request: CatalogIngestRequest, signal: AbortSignal): Promise<InPlace> {
    const reply = await this.ask('catalog.ingest-album', request, INGEST_TIMEOUT_MS, signal);
    if (reply.kind === 'refused') throw new CatalogRefusedError(reply.reason);
    return { trackIds: new Set(reply.track_ids_in_place), imageIds: new Set(reply.image_ids_in_place) };
  }

  async attach(request: CatalogAttachRequest, signal: AbortSignal): Promise<'attached' | 'unknown_entity'> {
    const reply = await this.ask('catalog.attach-media', request, ATTACH_TIMEOUT_MS, signal);
    if (reply.kind === 'refused') throw new CatalogRefusedError(reply.reason);
    return reply.kind;
  }

  private async ask<N extends RequestName>(
    name: N,
    body: RequestOf<N>,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<ReplyOf<N>> {
    const giveUpAt = performance.now() + this.patienceMs;
    for (;;) {
      try {
        return await this.bus.request(name, body, { timeoutMs, signal });
      } catch (error) {
        if (error instanceof PeerFailedError) throw new CatalogRefusedError('it failed', error);
        if (error instanceof MessageTooLargeError)
          throw new CatalogRefusedError('it is too large for a message', error);
        if (!(error instanceof PeerUnavailableError)) throw error;
        if (performance.now() + PAUSE_MS > giveUpAt) throw new CatalogAwayError(error);
      }
      await pause(PAUSE_MS, undefined, { signal });
    }
  }
}
