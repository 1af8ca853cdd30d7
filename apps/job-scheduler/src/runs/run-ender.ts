import { Inject, Injectable } from '@nestjs/common';
import { type RunRef } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { dueTimeAfterRun } from '../schedules/due-times.js';
import { findJobs, saveNextRuns, timingOf } from '../storage/jobs.repository.js';
import { finishRuns, type EndedRun, type RunEnd } from '../storage/run-leases.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { RunEvents, type RunResult } from './run-events.js';

export interface EndingRun {
  readonly ref: RunRef;
  readonly end: RunEnd;
  readonly result: RunResult;
}

/** The one place where runs end: their rows, the next due times of their jobs, and who wants to know. */
@Injectable()
export class RunEnder {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly events: RunEvents,
  ) {}

  /** For each, in order: false when the run is no longer the token's; its result is thrown away. */
  end(runs: readonly EndingRun[]): Promise<boolean[]> {
    return this.database.write(async (tx) => {
      const now = this.clock.millis();
      const ended = await finishRuns(tx, runs.map(toHeld), now, true);
      await this.schedule(tx, ended, now);
      return this.tell(tx, runs, ended, ({ beganAt }) => Math.max(0, now - beganAt) / 1000);
    });
  }

  /** For a run that no host has taken: it did not begin, so that nothing counts from its end. */
  endUntaken(ref: RunRef, end: Pick<RunEnd, 'errorMessage' | 'errorClass'>, result: RunResult): Promise<boolean[]> {
    const runs = [{ ref, end: { status: 'failed', ...end }, result }] as const;
    return this.database.write(async (tx) => {
      const ended = await finishRuns(tx, runs.map(toHeld), this.clock.millis(), false);
      return this.tell(tx, runs, ended, () => null);
    });
  }

  private async schedule(tx: WriteTransaction, ended: readonly EndedRun[], now: number): Promise<void> {
    const jobs = await findJobs(
      tx,
      ended.map(({ jobId }) => jobId),
    );
    const nextRuns = [...jobs.values()].map(({ id, declaration, nextRunAt }) => ({
      jobId: id,
      nextRunAt: dueTimeOr(nextRunAt, () => dueTimeAfterRun(timingOf(declaration), nextRunAt, now)),
      lastRunAt: now,
    }));
    await saveNextRuns(tx, nextRuns);
  }

  private tell(
    tx: WriteTransaction,
    runs: readonly EndingRun[],
    ended: readonly EndedRun[],
    secondsOf: (run: EndedRun) => number | null,
  ): boolean[] {
    const byToken = new Map(ended.map((run) => [run.token, run]));
    return runs.map(({ ref, result }) => {
      const run = byToken.get(ref.lease_token);
      byToken.delete(ref.lease_token);
      if (run) tx.afterCommit(() => this.events.ended({ jobId: run.jobId, result, seconds: secondsOf(run) }));
      return run !== undefined;
    });
  }
}

/** A job that cannot be judged must not keep the runs of others from ending; the pass says what is wrong with it. */
function dueTimeOr(asItIs: number | null, judge: () => number | null): number | null {
  try {
    return judge();
  } catch {
    return asItIs;
  }
}

const toHeld = ({ ref, end }: EndingRun) => ({ ...end, id: ref.run_id, token: ref.lease_token });
