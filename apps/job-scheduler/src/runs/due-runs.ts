import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type WriteTransaction } from '@pezzottify/persistence';
import { decideDue, type DueDecision, type DueSituation, type PassedDueTime } from '../schedules/decide-due.js';
import { type Pause } from '../schedules/pause.js';
import { dueJobs, saveNextRuns, type KnownJob, type NextRun } from '../storage/jobs.repository.js';
import { insertOccurrences, ledgerOf, removeMissed, type NewOccurrence } from '../storage/occurrences.repository.js';
import { listPauses, removeExpiredPauses } from '../storage/pauses.repository.js';
import { startedRuns } from '../storage/runs.repository.js';
import { LOGGER } from '../tokens.js';
import { PrepareRun, type PreparedRun, type WantedStart } from './prepare-run.usecase.js';
import { RunEvents } from './run-events.js';

const POSTPONED_MS = 60_000;
/** After a long absence very many jobs may have missed very many due times: not all of them are held at once. */
const ROWS_AT_ONCE = 2_000;

/** Turns due times into runs, or into rows that say why there was none: few statements for very many jobs. */
@Injectable()
export class DueRuns {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly prepareRun: PrepareRun,
    private readonly events: RunEvents,
  ) {}

  /** Of the jobs with these ids those that are due. */
  async prepare(tx: WriteTransaction, now: number, ids: readonly string[]): Promise<PreparedRun[]> {
    const due = await dueJobs(tx, now, ids);
    const pauses = await listPauses(tx);
    const starts = await this.settle(tx, due, await situationsOf(tx, due, pauses, now));
    if (pauses.size > 0) await removeExpiredPauses(tx, now);
    return this.prepareRun.execute(tx, starts, now);
  }

  /** Writes down what passed and when each job is due next; returns for which due times a run is to begin. */
  private async settle(
    tx: WriteTransaction,
    jobs: readonly KnownJob[],
    situationOf: (job: KnownJob) => KnownSituation,
  ): Promise<WantedStart[]> {
    const starts: (WantedStart & { dueAt: number; wasMissed: boolean })[] = [];
    const nextRuns: NextRun[] = [];
    const rows: NewOccurrence[] = [];
    for (const job of jobs) {
      const situation = situationOf(job);
      const { runFor: dueAt, passed, nextRunAt } = this.decide(job, situation);
      nextRuns.push({ jobId: job.id, nextRunAt });
      this.tell(tx, job.id, passed);
      for (const one of passed) rows.push({ jobId: job.id, ...one });
      if (rows.length >= ROWS_AT_ONCE) await insertOccurrences(tx, rows.splice(0));
      if (dueAt !== null) starts.push({ job, by: 'schedule', dueAt, wasMissed: situation.missed.has(dueAt) });
    }
    await insertOccurrences(tx, rows);
    await saveNextRuns(tx, nextRuns);
    const madeUpFor = starts.filter(({ wasMissed }) => wasMissed);
    await removeMissed(
      tx,
      madeUpFor.map(({ job, dueAt }) => ({ jobId: job.id, dueAt })),
    );
    return starts;
  }

  private tell(tx: WriteTransaction, jobId: string, passed: readonly PassedDueTime[]): void {
    if (passed.length === 0) return;
    const statuses = passed.map(({ status }) => status);
    tx.afterCommit(() => this.events.passed({ jobId, statuses }));
  }

  /** One job that cannot be judged must not keep the others from running. */
  private decide(job: KnownJob, situation: KnownSituation): DueDecision {
    try {
      return decideDue(job.declaration, situation);
    } catch (error) {
      this.logger.error({ err: error, job_id: job.id }, 'a due job could not be judged; trying again in a minute');
      return { runFor: null, passed: [], nextRunAt: situation.now + POSTPONED_MS };
    }
  }
}

interface KnownSituation extends DueSituation {
  /** Due times that have such a row, which a run may take the place of. */
  readonly missed: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** Two reads for all jobs: a thousand of them are due in the same minute. */
async function situationsOf(
  tx: WriteTransaction,
  jobs: readonly KnownJob[],
  pauses: ReadonlyMap<string, Pause>,
  now: number,
): Promise<(job: KnownJob) => KnownSituation> {
  const ids = jobs.map(({ id }) => id);
  const running = await startedRuns(tx, ids);
  const ledger = await ledgerOf(tx, jobs, now);
  return ({ id, nextRunAt }) => {
    const rows = ledger.get(id) ?? [];
    const dueTimes = (isMissed: boolean): ReadonlySet<number> =>
      rows.length === 0 ? NONE : new Set(rows.filter((row) => row.isMissed === isMissed).map(({ dueAt }) => dueAt));
    return {
      ...{ dueAt: nextRunAt ?? now, now, pause: pauses.get(id) ?? null },
      ...{ runningSince: running.get(id) ?? null, settled: dueTimes(false), missed: dueTimes(true) },
    };
  };
}
