import { Injectable } from '@nestjs/common';
import { type JobParameters, type RequestOf } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type KnownJob } from '../storage/jobs.repository.js';
import { insertRuns, type NewRun } from '../storage/runs.repository.js';
import { newLease } from './lease.js';
import { RunEvents } from './run-events.js';

export interface WantedStart {
  readonly job: KnownJob;
  /** `schedule`, `manual` or `hook:<name>`. */
  readonly by: string;
  readonly dueAt?: number;
  readonly isForced?: boolean;
  readonly parameters?: JobParameters;
}

/** A run that is written down and not yet taken by its host. */
export type PreparedRun = Pick<
  RequestOf<'job-host.start-run'>,
  'run_id' | 'lease_token' | 'triggered_by' | 'is_forced' | 'parameters'
> & { readonly job: KnownJob };

/** Writes runs down, in the transaction that decides on them. Hosts hear of them only once that is on disk. */
@Injectable()
export class PrepareRun {
  constructor(private readonly events: RunEvents) {}

  /** Of different jobs, in their order, without those of which a run is going. */
  async execute(tx: WriteTransaction, starts: readonly WantedStart[], now: number): Promise<PreparedRun[]> {
    if (starts.length === 0) return [];
    const wanted = starts.map((start) => ({ start, run: toRun(start, now) }));
    const runs = wanted.map(({ run }) => run);
    const ids = await insertRuns(tx, runs, now);
    return wanted.flatMap(({ start, run }) => {
      const runId = ids.get(run.jobId);
      if (runId === undefined) return [];
      this.tell(tx, run, now);
      return [toPrepared(start.job, runId, run)];
    });
  }

  private tell(tx: WriteTransaction, { jobId, dueAt }: NewRun, now: number): void {
    const secondsLate = dueAt === null ? null : Math.max(0, now - dueAt) / 1000;
    tx.afterCommit(() => this.events.started({ jobId, secondsLate }));
  }
}

const toRun = ({ job, by, dueAt, isForced = false, parameters = {} }: WantedStart, now: number) => ({
  ...{ jobId: job.id, host: job.host, triggeredBy: by, isForced, parameters, lease: newLease(now) },
  dueAt: dueAt ?? null,
});

const toPrepared = (job: KnownJob, runId: number, run: ReturnType<typeof toRun>): PreparedRun => ({
  job,
  run_id: runId,
  lease_token: run.lease.token,
  triggered_by: run.triggeredBy,
  is_forced: run.isForced,
  ...given(run.parameters),
});

/** Left out when there are none: hosts of an earlier version know nothing of parameters. */
export const given = (parameters: JobParameters): Pick<PreparedRun, 'parameters'> =>
  Object.keys(parameters).length === 0 ? {} : { parameters };
