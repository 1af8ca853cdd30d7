import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { decideDue } from '../schedules/due-times.js';
import { dueJobs, findJob, saveNextRun, type KnownJob } from '../storage/jobs.repository.js';
import { removePendingHook, startableHooks } from '../storage/pending-hooks.repository.js';
import { expiredRuns, insertOccurrence, runningRun } from '../storage/runs.repository.js';
import { CLOCK, DATABASE, LOGGER } from '../tokens.js';
import { RunEnder } from './run-ender.js';
import { RunStarter, type PreparedRun } from './run-starter.js';

/** One look at the clock: runs whose host is gone end, due jobs and waiting hooks start. */
@Injectable()
export class Pass {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly starter: RunStarter,
    private readonly ender: RunEnder,
  ) {}

  async execute(): Promise<void> {
    const now = this.clock.millis();
    await this.endLostRuns(now);
    // The decision and the next due time are stored before a host hears of the run: a crash in between cannot run it twice.
    const prepared = await this.database.write(async (tx) => [
      ...(await this.dueRuns(tx, now)),
      ...(await this.hookRuns(tx)),
    ]);
    for (const run of prepared) void this.starter.handOver(run);
  }

  private async endLostRuns(now: number): Promise<void> {
    for (const { id, jobId, token } of await expiredRuns(this.database.reads, now)) {
      this.logger.warn(
        { run_id: id, job_id: jobId },
        'the host of a run has not been heard of: the run counts as interrupted',
      );
      const errorMessage = 'interrupted: the service that ran it was not heard of any more';
      await this.ender.execute({ run_id: id, lease_token: token }, { status: 'failed', errorMessage }, 'interrupted');
    }
  }

  private async dueRuns(tx: WriteTransaction, now: number): Promise<PreparedRun[]> {
    const runs: PreparedRun[] = [];
    for (const job of await dueJobs(tx, now)) {
      const run = await this.takeDue(tx, job, now);
      if (run) runs.push(run);
    }
    return runs;
  }

  private async takeDue(tx: WriteTransaction, job: KnownJob, now: number): Promise<PreparedRun | undefined> {
    const { runFor, missed, nextRunAt } = decideDue(job.declaration, job.nextRunAt ?? now, now);
    const isRunning = (await runningRun(tx, job.id)) !== undefined;
    await saveNextRun(tx, job.id, nextRunAt);
    const occurrence = { jobId: job.id, triggeredBy: 'schedule' };
    for (const dueAt of missed) {
      await insertOccurrence(tx, {
        ...occurrence,
        dueAt,
        status: 'missed',
        reason: 'the scheduler was not running then',
      });
    }
    if (runFor === null) return undefined;
    if (!isRunning) return this.starter.prepare(tx, job, { by: 'schedule', dueAt: runFor, isForced: false });
    await insertOccurrence(tx, {
      ...occurrence,
      dueAt: runFor,
      status: 'skipped',
      reason: 'the previous run was still going',
    });
    return undefined;
  }

  private async hookRuns(tx: WriteTransaction): Promise<PreparedRun[]> {
    const runs: PreparedRun[] = [];
    for (const { jobId, hook } of await startableHooks(tx)) {
      const job = await findJob(tx, jobId);
      const run = job && (await this.starter.prepare(tx, job, { by: `hook:${hook}`, dueAt: null, isForced: false }));
      if (run) runs.push(run);
      if (run || !job) await removePendingHook(tx, jobId);
    }
    return runs;
  }
}
