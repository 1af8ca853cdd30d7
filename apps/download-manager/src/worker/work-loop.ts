import { type Config } from '@pezzottify/config';
import { WakeUp } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import { type HeldItem, type HeldItems } from './held-items.js';
import { type WorkItem } from './work-item.js';
import { type Claim, type WorkQueue } from './work-queue.port.js';

/** Read at each use: they change while the worker runs. */
export type WorkLoopSettings = Pick<Config['downloadManager'], 'workerConcurrency' | 'processIntervalSecs'>;

export interface WorkLoopOptions {
  queue: WorkQueue;
  held: HeldItems;
  clock: Clock;
  settings: WorkLoopSettings;
  logger: Logger;
  /** Works an item off, up to its settlement. Must not reject. */
  work(held: HeldItem): Promise<void>;
}

/**
 * Keeps the provider busy with `workerConcurrency` items at a time: asks for more when one has been fetched, when there is
 * said to be work, and from time to time. As many again may be on their way from the last byte to their settlement.
 */
export class WorkLoop {
  private readonly running = new Set<Promise<void>>();
  private readonly fetching = new Set<HeldItem>();
  private readonly wakeUp = new WakeUp();
  private isStopping = false;
  private ended: Promise<void> = Promise.resolve();
  /** Why the last claim gave nothing, to be said once and not every few seconds. */
  private complaint: string | null = null;
  private hasBeenAnswered = false;

  constructor(private readonly options: WorkLoopOptions) {}

  start(): void {
    this.options.queue.onWorkAvailable(() => this.wakeUp.wake());
    this.ended = this.loop();
  }

  lookAgain(): void {
    this.wakeUp.wake();
  }

  /** `ok` while the owner of the queue gives work, or what keeps it from that. */
  get standing(): string {
    return this.complaint ?? (this.hasBeenAnswered ? 'ok' : 'the owner of the queue has not answered yet');
  }

  /** Claims nothing more. Resolves when what was claimed is settled. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.wakeUp.wake();
    await this.ended;
    await Promise.all(this.running);
  }

  private async loop(): Promise<void> {
    while (!this.isStopping) {
      if (this.free > 0) await this.claim(this.free);
      await this.rest();
    }
  }

  private get free(): number {
    const { workerConcurrency } = this.options.settings;
    return Math.min(workerConcurrency - this.fetching.size, 2 * workerConcurrency - this.running.size);
  }

  private async claim(free: number): Promise<void> {
    const askedAt = this.options.clock.millis();
    try {
      const claim = await this.options.queue.claim(free);
      this.hasBeenAnswered = true;
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
    this.fetching.add(held);
    held.onFetched = () => this.makeRoom(held);
    const run = this.options.work(held).finally(() => {
      this.options.held.release(held);
      this.running.delete(run);
      this.makeRoom(held);
    });
    this.running.add(run);
  }

  private makeRoom(held: HeldItem): void {
    this.fetching.delete(held);
    this.wakeUp.wake();
  }

  private async rest(): Promise<void> {
    const { queue, settings } = this.options;
    if (this.isStopping) return;
    if (!queue.isConnected) void queue.whenConnected().then(() => this.wakeUp.wake());
    await this.wakeUp.sleep(settings.processIntervalSecs * 1000);
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
