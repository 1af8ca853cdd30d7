import { Inject, Injectable } from '@nestjs/common';
import { type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type KnownJob } from '../storage/jobs.repository.js';
import { LOGGER, MESSAGE_BUS } from '../tokens.js';
import { LEASE_SECONDS } from './lease.js';
import { type PreparedRun } from './prepare-run.usecase.js';

/** Why a host has not taken a run. */
export interface Refusal {
  readonly kind: Exclude<ReplyOf<'job-host.start-run'>['kind'], 'started'> | 'away';
  /** For people. */
  readonly message: string;
}

const ASK_TIMEOUT_MS = 2_000;

const REASONS: Readonly<Record<Refusal['kind'], string>> = {
  already_running: 'is still busy with an earlier run of it',
  unknown_job: 'does not know it any more',
  stopping: 'is stopping and not available',
  away: 'is not available',
  invalid_parameters: 'refuses its parameters',
};

const refusalOf = ({ job }: PreparedRun, kind: Refusal['kind'], reason = ''): Refusal => ({
  kind,
  message: `${job.host}, which runs the job "${job.id}", ${REASONS[kind]}${reason && `: ${reason}`}`,
});

/** What the scheduler asks of the services that run jobs. */
@Injectable()
export class HostDoor {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Undefined: the host has taken the run. Offering a run again that it has is harmless. Never rejects. */
  async offer(run: PreparedRun, signal: AbortSignal): Promise<Refusal | undefined> {
    const { job, ...rest } = run;
    const { timeout_seconds } = job.declaration;
    const body = { ...rest, job_id: job.id, lease_seconds: LEASE_SECONDS, timeout_seconds };
    try {
      const options = { timeoutMs: ASK_TIMEOUT_MS, to: job.host, signal };
      const { kind, reason } = await this.bus.request('job-host.start-run', body, options);
      return kind === 'started' ? undefined : refusalOf(run, kind, reason);
    } catch (error) {
      this.logger.debug({ err: error, job_id: job.id, host: job.host }, 'the host did not take the run yet');
      return refusalOf(run, 'away');
    }
  }

  /** The run is over for the scheduler. Never rejects. */
  withdraw({ job, run_id, lease_token }: PreparedRun): Promise<void> {
    return this.cancel(job, { run_id, lease_token, reason: 'Cancelled: the scheduler has given the run up' });
  }

  /** A host that does not hear it learns of it by its next heartbeat. Never rejects. */
  async cancel({ host }: Pick<KnownJob, 'host'>, body: RequestOf<'job-host.cancel-run'>): Promise<void> {
    const options = { timeoutMs: ASK_TIMEOUT_MS, to: host };
    await this.bus.request('job-host.cancel-run', body, options).catch(() => undefined);
  }
}
