import { type WorkerIdentity } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { heartbeatIntervalSeconds } from '@pezzottify/work-engine';
import { toWireOutcome, toWorkItem } from './queue.mapper.js';
import { type Outcome, type WorkItem } from './work-item.js';
import { type Claim, type WorkQueue } from './work-queue.port.js';

const TIMEOUT_MS = 5000;

export class NatsWorkQueue implements WorkQueue {
  constructor(
    private readonly bus: MessageBus,
    private readonly worker: WorkerIdentity,
  ) {}

  async claim(maxItems: number): Promise<Claim> {
    const body = { worker: this.worker, max_items: maxItems };
    const reply = await this.bus.request('queue.claim', body, { timeoutMs: TIMEOUT_MS });
    return reply.kind === 'claimed' ? { kind: 'claimed', items: reply.items.map(toWorkItem) } : reply;
  }

  async heartbeat(items: readonly WorkItem[]): Promise<ReadonlySet<string>> {
    const leases = items.map(({ id, leaseToken }) => ({ item_id: id, lease_token: leaseToken }));
    const body = { worker: this.worker, leases };
    // An answer that takes longer than the next heartbeat would keep it from being sent.
    const timeoutMs = Math.min(
      TIMEOUT_MS,
      ...items.map(({ leaseSeconds }) => heartbeatIntervalSeconds(leaseSeconds) * 1000),
    );
    const reply = await this.bus.request('queue.heartbeat', body, { timeoutMs });
    return new Set(reply.lost_item_ids);
  }

  async settle(item: WorkItem, outcome: Outcome): Promise<'settled' | 'stale'> {
    const body = {
      worker: this.worker,
      item_id: item.id,
      lease_token: item.leaseToken,
      outcome: toWireOutcome(outcome),
    };
    const reply = await this.bus.request('queue.settle', body, { timeoutMs: TIMEOUT_MS });
    return reply.kind;
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
