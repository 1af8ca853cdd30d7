import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { albumStates } from '../storage/children.repository.js';
import { CLOCK, LOGGER, QUEUE_DATABASE } from '../tokens.js';
import { type Notice, type OutgoingEvent } from './effects.js';
import { progressOf } from './transition-effects.js';
import { TransitionJournal } from './transition-journal.js';

/**
 * Tells progress that came too soon after the last, as it is by then. Without it an album whose last child takes minutes
 * would show an old number all that time.
 */
@Injectable()
export class LateProgress {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly telling = new Set<Promise<void>>();
  private isStopped = false;

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.journal.onCommitted(({ events, notices }) => {
      events.forEach((event) => this.forget(event));
      notices.forEach((notice) => this.hear(notice));
    });
  }

  /** Resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.telling);
  }

  /** Newer progress has gone out; with the end of an album its last. */
  private forget({ type, data }: OutgoingEvent): void {
    if (type !== 'download.progress.updated.v1') return;
    clearTimeout(this.timers.get(data.request_id));
    this.timers.delete(data.request_id);
  }

  private hear(notice: Notice): void {
    if (notice.kind !== 'progress_held_back' || this.isStopped || this.timers.has(notice.requestId)) return;
    const { requestId, atMillis } = notice;
    const timer = setTimeout(() => this.ring(requestId), Math.max(0, atMillis - this.clock.millis()));
    this.timers.set(requestId, timer);
  }

  private ring(requestId: string): void {
    this.timers.delete(requestId);
    const told = this.tell(requestId).finally(() => this.telling.delete(told));
    this.telling.add(told);
  }

  private async tell(requestId: string): Promise<void> {
    try {
      await this.database.write((tx) => this.record(tx, requestId));
    } catch (error) {
      this.logger.warn({ err: error, requestId }, 'progress could not be told; the next item of the album will');
    }
  }

  /** An album that has ended by now has said so itself. */
  private async record(tx: WriteTransaction, requestId: string): Promise<void> {
    const [state] = await albumStates(tx, [requestId]);
    if (state?.album.status === 'IN_PROGRESS') await this.journal.record(tx, progressOf(state));
  }
}
