import { Inject, Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { nextDueAt } from '../storage/jobs.repository.js';
import { CLOCK, DATABASE, LOGGER } from '../tokens.js';
import { Pass } from './pass.usecase.js';
import { RunEvents } from './run-events.js';

const TIMER = 'next-pass';
/** However far away the next due time is: a clock that is set, and leases that run out, are noticed within this time. */
const LONGEST_WAIT_MS = 5_000;
/** Timers may fire early; without it a due time a fraction of a millisecond away would be looked at over and over. */
const SHORTEST_WAIT_MS = 1;

/** Very many runs may end within a moment; one look is enough for all of them. */
const AFTER_AN_END_MS = 20;

/** Makes a pass whenever something is due, or may be. Passes never overlap. */
@Injectable()
export class Clockwork {
  private running: Promise<void> | undefined;
  private isAskedAgain = false;
  private isStopped = true;
  private soon: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly pass: Pass,
    private readonly timers: SchedulerRegistry,
    events: RunEvents,
  ) {
    events.listen({ onEnded: () => this.nudgeSoon() });
  }

  start(): void {
    this.isStopped = false;
    void this.nudge();
  }

  /** Resolves when no pass is being made any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.soon);
    this.soon = undefined;
    this.clearTimer();
    await this.running;
  }

  /** Something may be due now. Resolves when a pass that began after this call has been made. */
  async nudge(): Promise<void> {
    if (this.isStopped) return;
    this.isAskedAgain = true;
    this.running ??= this.run();
    await this.running;
  }

  private nudgeSoon(): void {
    if (this.isStopped) return;
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      void this.nudge();
    }, AFTER_AN_END_MS);
  }

  private async run(): Promise<void> {
    this.clearTimer();
    let waitMs = 0;
    while (this.isAskedAgain && !this.isStopped) {
      this.isAskedAgain = false;
      waitMs = await this.look();
    }
    // In the same turn as the last question: a nudge must never wait for a pass that was the last already.
    this.running = undefined;
    if (!this.isStopped)
      this.timers.addTimeout(
        TIMER,
        setTimeout(() => void this.nudge(), waitMs),
      );
  }

  /** Returns how long nothing needs a look. A pass that failed is not repeated at once: it would fail again. */
  private async look(): Promise<number> {
    try {
      await this.pass.execute();
      const now = this.clock.millis();
      const dueAt = (await nextDueAt(this.database.reads, now)) ?? Infinity;
      return Math.min(Math.max(dueAt - now, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
    } catch (error) {
      this.logger.error({ err: error }, 'a pass over the schedules failed');
      return LONGEST_WAIT_MS;
    }
  }

  private clearTimer(): void {
    if (this.timers.doesExist('timeout', TIMER)) this.timers.deleteTimeout(TIMER);
  }
}
