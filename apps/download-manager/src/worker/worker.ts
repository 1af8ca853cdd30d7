import { setTimeout as pause } from 'node:timers/promises';
import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import { removeLeftovers } from '../media/leftovers.js';
import { type HeldItem, HeldItems } from './held-items.js';
import { LeaseKeeper } from './lease-keeper.js';
import { runItem, type WorkByType } from './run-item.js';
import { settleItem } from './settle-item.js';
import { type Outcome } from './work-item.js';
import { WorkLoop, type WorkLoopSettings } from './work-loop.js';
import { type WorkQueue } from './work-queue.port.js';

export interface WorkerParts {
  queue: WorkQueue;
  works: WorkByType;
  mediaPath: string;
  settings: WorkLoopSettings;
  clock: Clock;
  logger: Logger;
  /** How long a stop lets running items end by themselves, and then how long it tries to hand back the rest. */
  graceMs?: number;
}

const GRACE_MS = 3000;

/** Claims items, works on them and settles them, until it is stopped. */
export class Worker {
  private readonly held: HeldItems;
  private readonly keeper: LeaseKeeper;
  private readonly loop: WorkLoop;
  private readonly ended = new AbortController();

  constructor(private readonly parts: WorkerParts) {
    const { queue, clock, logger, settings } = parts;
    this.held = new HeldItems(clock);
    this.keeper = new LeaseKeeper(queue, this.held, clock, logger);
    const work = (held: HeldItem): Promise<void> => this.work(held);
    this.loop = new WorkLoop({ queue, held: this.held, clock, settings, logger, work });
  }

  start(): void {
    this.parts.queue.onItemsCancelled((ids) => this.held.lose(ids));
    void this.sweep();
    this.loop.start();
  }

  /** Settings may have changed: asks for work now instead of after the wait that was begun with the old ones. */
  lookAgain(): void {
    this.loop.lookAgain();
  }

  /** `ok`, or why there is no work from the owner of the queue. */
  get standing(): string {
    return this.loop.standing;
  }

  /** Takes no more work; what cannot end quickly is handed back untouched. */
  async stop(): Promise<void> {
    const graceMs = this.parts.graceMs ?? GRACE_MS;
    const done = this.loop.stop();
    await endsWithin(done, graceMs);
    for (const held of this.held.all) held.end('handed_back');
    await endsWithin(done, graceMs);
    // Whoever cannot be told by now finds out when the leases end.
    this.ended.abort();
    this.keeper.stop();
    await done;
  }

  private async work(held: HeldItem): Promise<void> {
    const { queue, works } = this.parts;
    const { id, contentType, contentId } = held.item;
    const logger = this.parts.logger.child({ itemId: id, contentType, contentId });
    this.keeper.watch();
    const outcome = await runItem(works, held, logger);
    if (outcome === null) logger.info('dropped: the item is no longer ours');
    else logger.info({ outcome: summary(outcome) }, 'worked off');
    if (outcome !== null) await settleItem(held, outcome, { queue, signal: this.ended.signal, logger });
  }

  private async sweep(): Promise<void> {
    const { mediaPath, clock, logger } = this.parts;
    try {
      const removed = await removeLeftovers(mediaPath, clock.millis(), this.ended.signal);
      if (removed > 0) logger.info({ removed }, 'temporary files of earlier runs removed');
    } catch (error) {
      logger.warn({ err: error }, 'temporary files of earlier runs could not be looked for');
    }
  }
}

/** An album has hundreds of children; their number is enough for a log line. */
function summary(outcome: Outcome): object {
  return outcome.kind === 'expanded' ? { ...outcome, children: outcome.children.length } : outcome;
}

async function endsWithin(work: Promise<void>, ms: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
