import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { decideDue, type DueSituation } from '../schedules/decide-due.js';
import { type Pause } from '../schedules/pause.js';
import { dueJobs, saveNextRun, type KnownJob } from '../storage/jobs.repository.js';
import { insertOccurrences, removeMissed, settledDueTimes } from '../storage/occurrences.repository.js';
import { listPauses, removeExpiredPauses } from '../storage/pauses.repository.js';
import { runningSince } from '../storage/runs.repository.js';
import { DATABASE, LOGGER } from '../tokens.js';
import { PrepareRun, type PreparedRun } from './prepare-run.usecase.js';
import { RunEvents } from './run-events.js';

const POSTPONED_MS = 60_000;

/** Turns due times into runs, or into rows that say why there was none. */
@Injectable()
export class DueRuns {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly prepareRun: PrepareRun,
    private readonly events: RunEvents,
  ) {}

  async prepare(tx: WriteTransaction, now: number): Promise<PreparedRun[]> {
    const runs: PreparedRun[] = [];
    const due = await dueJobs(tx, now);
    const pauses = await listPauses(tx);
    for (const job of due) {
      const run = await this.takeOrPostpone(tx, job, now, pauses.get(job.id) ?? null);
      if (run) runs.push(run);
    }
    if (pauses.size > 0) await removeExpiredPauses(tx, now);
    return runs;
  }

  /** One job that cannot be judged must not keep the others from running. */
  private async takeOrPostpone(
    tx: WriteTransaction,
    job: KnownJob,
    now: number,
    pause: Pause | null,
  ): Promise<PreparedRun | undefined> {
    try {
      return await this.database.write((unit) => this.take(unit, job, now, pause));
    } catch (error) {
      this.logger.error({ err: error, job_id: job.id }, 'a due job could not be judged; trying again in a minute');
      await saveNextRun(tx, job.id, now + POSTPONED_MS);
      return undefined;
    }
  }

  private async take(
    tx: WriteTransaction,
    job: KnownJob,
    now: number,
    pause: Pause | null,
  ): Promise<PreparedRun | undefined> {
    const { runFor, passed, nextRunAt } = decideDue(job.declaration, await this.situationOf(tx, job, now, pause));
    await saveNextRun(tx, job.id, nextRunAt);
    await insertOccurrences(tx, job.id, passed);
    const statuses = passed.map(({ status }) => status);
    if (passed.length > 0) tx.afterCommit(() => this.events.passed({ jobId: job.id, statuses }));
    if (runFor === null) return undefined;
    await removeMissed(tx, job.id, runFor);
    return this.prepareRun.execute(tx, job, { by: 'schedule', dueAt: runFor, isForced: false, at: now });
  }

  private async situationOf(
    tx: WriteTransaction,
    { id, nextRunAt }: KnownJob,
    now: number,
    pause: Pause | null,
  ): Promise<DueSituation> {
    const dueAt = nextRunAt ?? now;
    const settled = await settledDueTimes(tx, id, dueAt, now);
    return { dueAt, now, pause, settled, runningSince: await runningSince(tx, id) };
  }
}
