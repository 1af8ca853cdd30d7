import { Inject, Injectable } from '@nestjs/common';
import { type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type KnownJob } from '../storage/jobs.repository.js';
import { insertRun } from '../storage/runs.repository.js';
import { CLOCK, LOGGER, MESSAGE_BUS } from '../tokens.js';
import { LEASE_SECONDS, newLease } from './lease.js';
import { RunEnder } from './run-ender.js';

export interface Trigger {
  /** `schedule`, `manual` or `hook:<name>`. */
  readonly by: string;
  readonly dueAt: number | null;
  readonly isForced: boolean;
}

/** A run that is written down and not yet handed to its host. */
export type PreparedRun = Pick<
  RequestOf<'job-host.start-run'>,
  'run_id' | 'lease_token' | 'triggered_by' | 'is_forced'
> & { readonly job: KnownJob };

const ASK_TIMEOUT_MS = 2_000;
const RETRY_MS = 1_000;
/** Kept below the lease: a run nobody took must end by being told so, not by a lease that runs out. */
const HAND_OVER_LIMIT_MS = (LEASE_SECONDS - 8) * 1000;

/** Writes a run down, then hands it to the service that runs the job. */
@Injectable()
export class RunStarter {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly ender: RunEnder,
  ) {}

  /** Part of the transaction that decides on the run; undefined when one is running. */
  async prepare(tx: WriteTransaction, job: KnownJob, trigger: Trigger): Promise<PreparedRun | undefined> {
    const now = this.clock.millis();
    const lease = newLease(now);
    const run = { jobId: job.id, host: job.host, triggeredBy: trigger.by, dueAt: trigger.dueAt, lease };
    const runId = await insertRun(tx, run, now);
    if (runId === undefined) return undefined;
    return { job, run_id: runId, lease_token: lease.token, triggered_by: trigger.by, is_forced: trigger.isForced };
  }

  /** Asks the host until it takes the run or the limit is over; then the run fails with that reason. Never rejects. */
  async handOver(run: PreparedRun): Promise<void> {
    const endsAt = this.clock.millis() + HAND_OVER_LIMIT_MS;
    while (!(await this.isTaken(run))) {
      if (this.clock.millis() >= endsAt) return this.giveUp(run);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Once, for a person who waits for the answer. False: the host is away, and the run is written down as failed. */
  async handOverNow(run: PreparedRun): Promise<boolean> {
    const isTaken = await this.isTaken(run);
    if (!isTaken) await this.giveUp(run);
    return isTaken;
  }

  private async isTaken({ job, ...run }: PreparedRun): Promise<boolean> {
    const { id: job_id, host, declaration } = job;
    const body = { ...run, job_id, lease_seconds: LEASE_SECONDS, timeout_seconds: declaration.timeout_seconds };
    try {
      const { kind } = await this.bus.request('job-host.start-run', body, { timeoutMs: ASK_TIMEOUT_MS, to: host });
      return kind === 'started';
    } catch (error) {
      this.logger.debug({ err: error, job_id, host }, 'the host did not take the run yet');
      return false;
    }
  }

  private async giveUp({ job, run_id, lease_token }: PreparedRun): Promise<void> {
    const message = `${job.host}, which runs this job, did not take the run`;
    this.logger.warn({ job_id: job.id, run_id, host: job.host }, message);
    await this.ender.execute({ run_id, lease_token }, { status: 'failed', errorMessage: message }, 'failed');
  }
}
