import { Injectable } from '@nestjs/common';
import { type JobParameters, type RequestOf } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type KnownJob } from '../storage/jobs.repository.js';
import { insertRun } from '../storage/runs.repository.js';
import { newLease } from './lease.js';
import { RunEvents } from './run-events.js';

export interface Trigger {
  /** `schedule`, `manual` or `hook:<name>`. */
  readonly by: string;
  readonly dueAt: number | null;
  readonly isForced: boolean;
  readonly parameters?: JobParameters;
  /** Milliseconds. */
  readonly at: number;
}

/** A run that is written down and not yet taken by its host. */
export type PreparedRun = Pick<
  RequestOf<'job-host.start-run'>,
  'run_id' | 'lease_token' | 'triggered_by' | 'is_forced' | 'parameters'
> & { readonly job: KnownJob };

/** Writes a run down, in the transaction that decides on it. A host hears of it only once that is on disk. */
@Injectable()
export class PrepareRun {
  constructor(private readonly events: RunEvents) {}

  /** Undefined when a run of the job is going. */
  async execute(tx: WriteTransaction, job: KnownJob, trigger: Trigger): Promise<PreparedRun | undefined> {
    const { by: triggeredBy, dueAt, isForced, parameters = {}, at } = trigger;
    const lease = newLease(at);
    const run = { jobId: job.id, host: job.host, triggeredBy, dueAt, isForced, parameters, lease };
    const runId = await insertRun(tx, run, at);
    if (runId === undefined) return undefined;
    const secondsLate = dueAt === null ? null : Math.max(0, at - dueAt) / 1000;
    tx.afterCommit(() => this.events.started({ jobId: job.id, secondsLate }));
    return {
      job,
      run_id: runId,
      lease_token: lease.token,
      triggered_by: triggeredBy,
      is_forced: isForced,
      ...given(parameters),
    };
  }
}

/** Left out when there are none: hosts of an earlier version know nothing of parameters. */
export const given = (parameters: JobParameters): Pick<PreparedRun, 'parameters'> =>
  Object.keys(parameters).length === 0 ? {} : { parameters };
