import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import { type HeldItem, type HeldItems } from './held-items.js';
import { type WorkItem } from './work-item.js';
import { type Claim, type WorkQueue } from './work-queue.port.js';
import { WakeUp } from './wake-up.js';

export interface WorkLoopOptions {
  queue: WorkQueue;
  held: HeldItems;
  clock: Clock;
  concurrency: number;
  pollSeconds: number;
  logger: Logger;
  /** Works an item off, up to its settlement. Must not reject. */
  work(held: HeldItem): Promise<void>;
}

/** Keeps `concurrency` items going: asks for more when one ends, when there is said to be work, and from time to time. */
export class WorkLoop {
  private readonly running = new Set<Promise<void>>();
  private readonly wakeUp = new WakeUp();
  private isStopping = false;
  private ended: Promise<void> = Promise.resolve();
  /** Why the last claim gave nothing, to be said once and not every few seconds. */
  private complaint: string | null = null;

  constructor(private readonly options: WorkLoopOptions) {}

  start(): void {
    this.options.queue.onWorkAvailable(() => this.wakeUp.set());
    this.ended = this.loop();
  }

  /** Claims nothing more. Resolves when what was claimed is settled. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.wakeUp.set();
    await this.ended;
    await Promise.all(this.running);
  }

  private async loop(): Promise<void> {
    while (!this.isStopping) {
      const free = this.options.concurrency - this.running.size;
      if (free > 0) await this.claim(free);
      await this.rest();
    }
  }

  private async claim(free: number): Promise<void> {
    const askedAt = this.options.clock.millis();
    try {
      const claim = await this.options.queue.claim(free);
      this.complain(claim.kind === 'refused' ? `the owner of the queue refuses this worker: ${claim.reason}` : null);
      for (const item of itemsOf(claim)) this.begin(item, askedAt);
    } catch (error) {
      this.complain('the owner of the queue cannot be asked for work', error);
    }
  }

  private begin(item: WorkItem, askedAt: number): void {
    const held = this.options.held.take(item, askedAt);
    // Claimed while stopping: given back at once.
    if (this.isStopping) held.end('handed_back');
    const run = this.options.work(held).finally(() => {
      this.options.held.release(held);
      this.running.delete(run);
      this.wakeUp.set();
    });
    this.running.add(run);
  }

  private async rest(): Promise<void> {
    const { queue, pollSeconds } = this.options;
    if (this.isStopping) return;
    if (!queue.isConnected) void queue.whenConnected().then(() => this.wakeUp.set());
    await this.wakeUp.wait(pollSeconds * 1000);
  }

  private complain(complaint: string | null, error?: unknown): void {
    if (complaint !== this.complaint && complaint !== null) this.options.logger.warn({ err: error }, complaint);
    if (complaint === null && this.complaint !== null)
      this.options.logger.info('the owner of the queue gives work again');
    this.complaint = complaint;
  }
}

function itemsOf(claim: Claim): WorkItem[] {
  return claim.kind === 'claimed' ? claim.items : [];
}
