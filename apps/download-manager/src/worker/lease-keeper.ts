import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import { heartbeatIntervalSeconds } from '@pezzottify/work-engine';
import { type HeldItem, type HeldItems } from './held-items.js';
import { type WorkQueue } from './work-queue.port.js';

/** How soon a heartbeat that did not get through is tried again, unless the next one is due sooner. */
const RETRY_MS = 1000;

/** Renews all leases of this worker with one request, every third of the shortest. Ends the work on lost items at once. */
export class LeaseKeeper {
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private isStopped = false;

  constructor(
    private readonly queue: Pick<WorkQueue, 'heartbeat'>,
    private readonly held: HeldItems,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** To be called when items were taken. */
  watch(): void {
    this.beatWithin(Infinity);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private beatWithin(limitMs: number): void {
    const leases = this.held.all.map(({ item }) => item.leaseSeconds);
    if (leases.length === 0 || this.isStopped) return;
    const ms = Math.min(heartbeatIntervalSeconds(Math.min(...leases)) * 1000, limitMs);
    const dueAt = performance.now() + ms;
    if (dueAt >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => void this.beat(), ms);
  }

  private async beat(): Promise<void> {
    const hasReached = await this.renew(this.held.all);
    this.dueAt = Infinity;
    this.beatWithin(hasReached ? Infinity : RETRY_MS);
  }

  private async renew(held: HeldItem[]): Promise<boolean> {
    if (held.length === 0) return true;
    const askedAt = this.clock.millis();
    try {
      const lost = await this.queue.heartbeat(held.map(({ item }) => item));
      for (const one of held) {
        if (lost.has(one.item.id)) one.end('lost');
        else one.renew(askedAt);
      }
      return true;
    } catch (error) {
      // The work goes on: what it stores is found by whoever comes next, and the owner may be back before the lease ends.
      this.logger.warn({ err: error, items: held.length }, 'heartbeat did not get through');
      return false;
    }
  }
}
