import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { decideDue } from '../schedules/decide-due.js';
import { dueJobs, saveNextRun, type KnownJob } from '../storage/jobs.repository.js';
import { insertOccurrences } from '../storage/run-history.repository.js';
import { runningSince } from '../storage/runs.repository.js';
import { DATABASE, LOGGER } from '../tokens.js';
import { PrepareRun, type PreparedRun } from './prepare-run.usecase.js';

const POSTPONED_MS = 60_000;

/** Turns due times into runs, or into rows that say why there was none. */
@Injectable()
export class DueRuns {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly prepareRun: PrepareRun,
  ) {}

  async prepare(tx: WriteTransaction, now: number): Promise<PreparedRun[]> {
    const runs: PreparedRun[] = [];
    for (const job of await dueJobs(tx, now)) {
      const run = await this.takeOrPostpone(tx, job, now);
      if (run) runs.push(run);
    }
    return runs;
  }

  /** One job that cannot be judged must not keep the others from running. */
  private async takeOrPostpone(tx: WriteTransaction, job: KnownJob, now: number): Promise<PreparedRun | undefined> {
    try {
      return await this.database.write((unit) => this.take(unit, job, now));
    } catch (error) {
      this.logger.error({ err: error, job_id: job.id }, 'a due job could not be judged; trying again in a minute');
      await saveNextRun(tx, job.id, now + POSTPONED_MS);
      return undefined;
    }
  }

  private async take(tx: WriteTransaction, job: KnownJob, now: number): Promise<PreparedRun | undefined> {
    const situation = { dueAt: job.nextRunAt ?? now, now, runningSince: await runningSince(tx, job.id) };
    const { runFor, passed, nextRunAt } = decideDue(job.declaration, situation);
    await saveNextRun(tx, job.id, nextRunAt);
    await insertOccurrences(tx, job.id, passed);
    if (runFor === null) return undefined;
    return this.prepareRun.execute(tx, job, { by: 'schedule', dueAt: runFor, isForced: false, at: now });
  }
}
