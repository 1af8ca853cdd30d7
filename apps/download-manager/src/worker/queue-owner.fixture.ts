import { setTimeout as pause } from 'node:timers/promises';
import {
  type CatalogAttachReply,
  type CatalogAttachRequest,
  type CatalogIngestReply,
  type CatalogIngestRequest,
  type ClaimedItem,
  type DownloadContentType,
  type QueueClaimReply,
  type QueueSettleRequest,
} from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';

/** The smallest owner of a queue: leases in memory, handed out in order, with the tokens of the real one. */
export class QueueOwner {
  readonly settled: QueueSettleRequest[] = [];
  readonly held = new Map<string, ClaimedItem>();
  heartbeats = 0;
  mostHeld = 0;
  refusal: string | null = null;
  refused = 0;
  settledTogether = 0;
  failTogether = false;
  private settlementDelay: () => Promise<unknown> = () => Promise.resolve();
  private readonly waiting: ClaimedItem[] = [];
  private count = 0;

  constructor(
    private readonly bus: MessageBus,
    private readonly leaseSeconds = 60,
    private readonly protocol = 2,
  ) {
    bus.handle('queue.claim', ({ max_items }) => Promise.resolve(this.claim(max_items)));
    bus.handle('queue.heartbeat', ({ leases }) => {
      this.heartbeats += 1;
      const lost = leases.filter(({ item_id, lease_token }) => this.held.get(item_id)?.lease_token !== lease_token);
      return Promise.resolve({ lost_item_ids: lost.map(({ item_id }) => item_id) });
    });
    bus.handle('queue.settle', async (request) => {
      await this.settlementDelay();
      return { kind: this.settle(request) };
    });
    bus.handle('queue.settle-all', ({ worker, settlements }) => {
      if (this.failTogether) return Promise.reject(new Error('unknown request'));
      this.settledTogether += 1;
      return Promise.resolve({ kinds: settlements.map((one) => this.settle({ worker, ...one })) });
    });
  }

  put(contentType: DownloadContentType, contentId: string): string {
    const id = `item-${++this.count}`;
    this.waiting.push({
      id,
      parent_id: null,
      content_type: contentType,
      content_id: contentId,
      content_name: contentId,
      lease_token: `token-of-${id}-0123456789`,
      lease_expires_at: Math.floor(Date.now() / 1000) + this.leaseSeconds,
      lease_seconds: this.leaseSeconds,
    });
    this.bus.signal('queue.work-available', {});
    return id;
  }

  /** As if the lease had run out or the item had been cancelled. */
  take(itemId: string): void {
    this.held.delete(itemId);
  }

  /** The first settlement is answered only when more than one result has been had time to come. */
  delaySettlements(): void {
    this.settlementDelay = () => pause(300);
  }

  outcomes(): unknown[] {
    return this.settled.map(({ outcome }) => outcome);
  }

  private claim(maxItems: number): QueueClaimReply {
    if (this.refusal !== null) {
      this.refused += 1;
      return { kind: 'refused', reason: this.refusal };
    }
    const items = this.waiting.splice(0, maxItems);
    for (const item of items) this.held.set(item.id, item);
    this.mostHeld = Math.max(this.mostHeld, this.held.size);
    const { protocol } = this;
    return items.length === 0 ? { kind: 'idle', protocol } : { kind: 'claimed', items, protocol };
  }

  private settle(request: QueueSettleRequest): 'settled' | 'stale' {
    if (this.held.get(request.item_id)?.lease_token !== request.lease_token) return 'stale';
    this.held.delete(request.item_id);
    this.settled.push(request);
    return 'settled';
  }
}

/** A catalog that remembers what it was told and has nothing in place unless told so. */
export class CatalogMemory {
  readonly ingested: CatalogIngestRequest[] = [];
  readonly attached: CatalogAttachRequest[] = [];
  ingestReply: CatalogIngestReply = { kind: 'ingested', track_ids_in_place: [], image_ids_in_place: [] };
  attachReply: CatalogAttachReply | Promise<CatalogAttachReply> = { kind: 'attached' };

  constructor(bus: MessageBus) {
    bus.handle('catalog.ingest-album', (request) => {
      this.ingested.push(request);
      return Promise.resolve(this.ingestReply);
    });
    bus.handle('catalog.attach-media', (request) => {
      this.attached.push(request);
      return Promise.resolve(this.attachReply);
    });
  }
}
