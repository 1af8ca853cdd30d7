import { Inject, Injectable } from '@nestjs/common';
import { type RunRef } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { dueTimeAfterRun } from '../schedules/due-times.js';
import { findJob, saveNextRun, timingOf } from '../storage/jobs.repository.js';
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
  end({ run_id, lease_token }: RunRef, end: RunEnd, result: RunResult): Promise<boolean> {
    return this.database.write(async (tx) => {
      const now = this.clock.millis();
      const run = await finishRun(tx, { id: run_id, token: lease_token }, end, now);
      if (!run) return false;
      await this.schedule(tx, run.jobId, now);
      const seconds = Math.max(0, now - run.beganAt) / 1000;
      tx.afterCommit(() => this.events.ended({ jobId: run.jobId, result, seconds }));
      return true;
    });
  }

  /** For a run that no host has taken: it did not begin, so that nothing counts from its end. */
  endUntaken(
    { run_id, lease_token }: RunRef,
    end: Pick<RunEnd, 'errorMessage' | 'errorClass'>,
    result: RunResult = 'failed',
  ): Promise<boolean> {
    return this.database.write(async (tx) => {
      const ended = { status: 'failed', ...end } as const;
      const run = await finishRun(tx, { id: run_id, token: lease_token }, ended, this.clock.millis());
      if (!run) return false;
      tx.afterCommit(() => this.events.ended({ jobId: run.jobId, result, seconds: null }));
      return true;
    });
  }

  private async schedule(tx: WriteTransaction, jobId: string, now: number): Promise<void> {
    const job = await findJob(tx, jobId);
    if (job) await saveNextRun(tx, jobId, dueTimeAfterRun(timingOf(job.declaration), job.nextRunAt, now), now);
  }
}
