import { Inject, Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { toMillis } from '../storage/instant.js';
import { CLOCK, DATABASE, LOGGER } from '../tokens.js';
import { Pass } from './pass.usecase.js';
import { RunEvents } from './run-events.js';

const TIMER = 'next-pass';
/** However far away the next due time is: a clock that is set, and leases that run out, are noticed within this time. */
const LONGEST_WAIT_MS = 5_000;

/** Makes a pass whenever something is due, or may be. Passes never overlap. */
@Injectable()
export class Clockwork {
  private isRunning = false;
  private isAskedAgain = false;
  private isStopped = true;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly pass: Pass,
    private readonly timers: SchedulerRegistry,
    events: RunEvents,
  ) {
    events.onEnded(() => this.nudge());
  }

  start(): void {
    this.isStopped = false;
    this.nudge();
  }

  stop(): void {
    this.isStopped = true;
    this.clearTimer();
  }

  /** Something may be due now. */
  nudge(): void {
    this.isAskedAgain = true;
    if (!this.isRunning && !this.isStopped) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    this.clearTimer();
    while (this.isAskedAgain && !this.isStopped) {
      this.isAskedAgain = false;
      await this.pass
        .execute()
        .catch((error: unknown) => this.logger.error({ err: error }, 'a pass over the schedules failed'));
    }
    const waitMs = await this.waitMs();
    this.isRunning = false;
    if (!this.isStopped)
      this.timers.addTimeout(
        TIMER,
        setTimeout(() => this.nudge(), waitMs),
      );
  }

  private async waitMs(): Promise<number> {
    const sql = 'SELECT min(next_run_at) AS next FROM job_schedules';
    const row = await this.database.reads.get<{ next: string | null }>(sql).catch(() => undefined);
    const dueIn = row?.next ? toMillis(row.next) - this.clock.millis() : LONGEST_WAIT_MS;
    return Math.min(Math.max(dueIn, 0), LONGEST_WAIT_MS);
  }

  private clearTimer(): void {
    if (this.timers.doesExist('timeout', TIMER)) this.timers.deleteTimeout(TIMER);
  }
}
