import { type WorkerIdentity } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { heartbeatIntervalSeconds } from '@pezzottify/work-engine';
import { inParts } from '../in-parts.js';
import { toWireOutcome, toWorkItem } from './queue.mapper.js';
import { SettleBatches, type Settled, type Settlement } from './settle-batches.js';
import { type Outcome, type WorkItem } from './work-item.js';
import { type Claim, type WorkQueue } from './work-queue.port.js';

const TIMEOUT_MS = 5000;

/** From this version on the owner takes several results in one message. */
const SETTLES_TOGETHER = 2;
const FIRST_PROTOCOL = 1;

/** As many as one heartbeat may carry; a worker of 64 finishes as many items as it fetches. */
const MOST_LEASES = 64;

export class NatsWorkQueue implements WorkQueue {
  private readonly batches = new SettleBatches((settlements) => this.settleTogether(settlements));
  /** What the owner said it speaks, last time: it may be replaced by an older or a newer one while we work. */
  private ownerProtocol = FIRST_PROTOCOL;

  constructor(
    private readonly bus: MessageBus,
    private readonly worker: WorkerIdentity,
  ) {}

  async claim(maxItems: number): Promise<Claim> {
    const body = { worker: this.worker, max_items: maxItems };
    const reply = await this.bus.request('queue.claim', body, { timeoutMs: TIMEOUT_MS });
    if (reply.kind !== 'refused') this.ownerProtocol = reply.protocol ?? FIRST_PROTOCOL;
    return reply.kind === 'claimed' ? { kind: 'claimed', items: reply.items.map(toWorkItem) } : reply;
  }

  async heartbeat(items: readonly WorkItem[]): Promise<ReadonlySet<string>> {
    const lost = await Promise.all(inParts(items, MOST_LEASES).map((part) => this.renew(part)));
    return new Set(lost.flat());
  }

  private async renew(items: readonly WorkItem[]): Promise<readonly string[]> {
    const leases = items.map(({ id, leaseToken }) => ({ item_id: id, lease_token: leaseToken }));
    const body = { worker: this.worker, leases };
    // An answer that takes longer than the next heartbeat would keep it from being sent.
    const timeoutMs = Math.min(
      TIMEOUT_MS,
      ...items.map(({ leaseSeconds }) => heartbeatIntervalSeconds(leaseSeconds) * 1000),
    );
    const reply = await this.bus.request('queue.heartbeat', body, { timeoutMs });
    return reply.lost_item_ids;
  }

  settle(item: WorkItem, outcome: Outcome): Promise<Settled> {
    const settlement = { item_id: item.id, lease_token: item.leaseToken, outcome: toWireOutcome(outcome) };
    // The children of an album may nearly fill a message by themselves.
    const goesAlone = this.ownerProtocol < SETTLES_TOGETHER || outcome.kind === 'expanded';
    return goesAlone ? this.settleOne(settlement) : this.batches.add(settlement);
  }

  private async settleOne(settlement: Settlement): Promise<Settled> {
    const body = { worker: this.worker, ...settlement };
    return (await this.bus.request('queue.settle', body, { timeoutMs: TIMEOUT_MS })).kind;
  }

  private async settleTogether(settlements: readonly Settlement[]): Promise<readonly Settled[]> {
    const [only] = settlements;
    if (only && settlements.length === 1) return [await this.settleOne(only)];
    try {
      const body = { worker: this.worker, settlements: [...settlements] };
      return (await this.bus.request('queue.settle-all', body, { timeoutMs: TIMEOUT_MS })).kinds;
    } catch (error) {
      // It may be away, or an older one may have taken its place: one by one until the next claim says more.
      this.ownerProtocol = FIRST_PROTOCOL;
      throw error;
    }
  }

  get isConnected(): boolean {
    return this.bus.isConnected;
  }

  whenConnected(): Promise<void> {
    return this.bus.whenConnected();
  }

  onWorkAvailable(listener: () => void): void {
    this.bus.onSignal('queue.work-available', listener);
  }

  onItemsCancelled(listener: (itemIds: readonly string[]) => void): void {
    this.bus.onSignal('queue.items-cancelled', ({ item_ids }) => listener(item_ids));
  }
}
