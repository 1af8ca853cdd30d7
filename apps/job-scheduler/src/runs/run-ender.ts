import { Inject, Injectable } from '@nestjs/common';
import { type RunRef } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { nextDueTime } from '../schedules/due-times.js';
import { findJob, saveNextRun } from '../storage/jobs.repository.js';
import { finishRun, type RunEnd } from '../storage/runs.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { RunEvents, type RunResult } from './run-events.js';

/** The one place where a run ends: its row, the next due time of its job, and who wants to know. */
@Injectable()
export class RunEnder {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly events: RunEvents,
  ) {}

  /** False when the run is no longer the token's: its result is thrown away. */
  execute({ run_id, lease_token }: RunRef, end: RunEnd, result: RunResult): Promise<boolean> {
    return this.database.write(async (tx) => {
      const now = this.clock.millis();
      const jobId = await finishRun(tx, { id: run_id, token: lease_token }, end, now);
      if (jobId === undefined) return false;
      await this.schedule(tx, jobId, now);
      tx.afterCommit(() => this.events.ended(jobId, result));
      return true;
    });
  }

  /** An interval counts from the end of a run; a due time that lies before that is not moved. */
  private async schedule(tx: WriteTransaction, jobId: string, now: number): Promise<void> {
    const job = await findJob(tx, jobId);
    if (!job) return;
    const isOverdue = job.nextRunAt !== null && job.nextRunAt <= now && job.declaration.schedule.cron !== undefined;
    await saveNextRun(tx, jobId, isOverdue ? job.nextRunAt : nextDueTime(job.declaration.schedule, now), now);
  }
}
