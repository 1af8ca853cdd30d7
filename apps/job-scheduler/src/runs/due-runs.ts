import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type WriteTransaction } from '@pezzottify/persistence';
import { decideDue, type DueDecision, type DueSituation } from '../schedules/decide-due.js';
import { type Pause } from '../schedules/pause.js';
import { dueJobs, saveNextRun, type KnownJob } from '../storage/jobs.repository.js';
import { insertOccurrences, ledgerOf, removeMissed } from '../storage/occurrences.repository.js';
import { listPauses, removeExpiredPauses } from '../storage/pauses.repository.js';
import { startedRuns } from '../storage/runs.repository.js';
import { LOGGER } from '../tokens.js';
import { PrepareRun, type PreparedRun } from './prepare-run.usecase.js';
import { RunEvents } from './run-events.js';

const POSTPONED_MS = 60_000;

/** Turns due times into runs, or into rows that say why there was none. */
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
    const situations = await situationsOf(tx, due, pauses, now);
    const runs: PreparedRun[] = [];
    for (const job of due) {
      const run = await this.take(tx, job, situations(job));
      if (run) runs.push(run);
    }
    if (pauses.size > 0) await removeExpiredPauses(tx, now);
    return runs;
  }

  private async take(tx: WriteTransaction, job: KnownJob, situation: KnownSituation): Promise<PreparedRun | undefined> {
    const { runFor, passed, nextRunAt } = this.decide(job, situation);
    await saveNextRun(tx, job.id, nextRunAt);
    await insertOccurrences(tx, job.id, passed);
    const statuses = passed.map(({ status }) => status);
    if (passed.length > 0) tx.afterCommit(() => this.events.passed({ jobId: job.id, statuses }));
    if (runFor === null) return undefined;
    if (situation.missed.has(runFor)) await removeMissed(tx, job.id, runFor);
    return this.prepareRun.execute(tx, job, { by: 'schedule', dueAt: runFor, isForced: false, at: situation.now });
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

/** Three reads for all jobs: a thousand of them are due in the same minute. */
async function situationsOf(
  tx: WriteTransaction,
  jobs: readonly KnownJob[],
  pauses: ReadonlyMap<string, Pause>,
  now: number,
): Promise<(job: KnownJob) => KnownSituation> {
  const running = await startedRuns(tx);
  const ledger = await ledgerOf(tx, jobs, now);
  return ({ id, nextRunAt }) => {
    const rows = ledger.get(id) ?? [];
    const dueTimes = (isMissed: boolean): Set<number> =>
      new Set(rows.filter((row) => row.isMissed === isMissed).map(({ dueAt }) => dueAt));
    return {
      ...{ dueAt: nextRunAt ?? now, now, pause: pauses.get(id) ?? null },
      ...{ runningSince: running.get(id) ?? null, settled: dueTimes(false), missed: dueTimes(true) },
    };
  };
}
