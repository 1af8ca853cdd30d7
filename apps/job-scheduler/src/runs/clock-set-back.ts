import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { latestDueTime, nextDueTime } from '../schedules/due-times.js';
import { timingOf, listJobs, saveNextRuns, type KnownJob, type NextRun } from '../storage/jobs.repository.js';
import { shortenLeases } from '../storage/run-leases.repository.js';
import { DATABASE, LOGGER } from '../tokens.js';
import { untakenUntil } from './lease.js';

/** Clocks that are kept in step move by milliseconds; that is no reason to look at every job. */
const TOLERANCE_MS = 1_000;

/**
 * What a clock that was ahead has left behind: due times and leases that are further away than any can be. Without this a
 * job would wait for hours until its time comes round again, and a dead host would hold its run for as long.
 */
@Injectable()
export class ClockSetBack {
  /** The process before this one may have had another clock: the first look counts as one after a change. */
  private lastLook = Infinity;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async look(now: number): Promise<void> {
    const wasSetBack = now < this.lastLook - TOLERANCE_MS;
    if (wasSetBack && this.lastLook !== Infinity)
      this.logger.warn({ seconds: (this.lastLook - now) / 1000 }, 'the clock was set back');
    if (wasSetBack) await this.database.write((tx) => this.pullBack(tx, now));
    this.lastLook = now;
  }

  private async pullBack(tx: WriteTransaction, now: number): Promise<void> {
    await shortenLeases(tx, untakenUntil(now));
    await saveNextRuns(
      tx,
      (await listJobs(tx)).flatMap((job) => this.pulledBack(job, now)),
    );
  }

  /** A job that cannot be judged is left to the pass, which says so. */
  private pulledBack(job: KnownJob, now: number): NextRun[] {
    try {
      const timing = timingOf(job.declaration);
      const latest = latestDueTime(timing, now);
      if (job.nextRunAt === null || latest === null || job.nextRunAt <= latest) return [];
      return [{ jobId: job.id, nextRunAt: nextDueTime(timing, now) }];
    } catch (error) {
      this.logger.error({ err: error, job_id: job.id }, 'the schedule of a job could not be judged');
      return [];
    }
  }
}
