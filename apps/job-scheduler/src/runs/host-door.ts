import { Inject, Injectable } from '@nestjs/common';
import { type ReplyOf, type RequestOf, type ServiceName } from '@pezzottify/contracts';
import { PeerUnavailableError, type MessageBus } from '@pezzottify/messaging';
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

type StartReply = ReplyOf<'job-host.start-run'>;

interface Asking {
  readonly timeoutMs: number;
  readonly to: ServiceName;
  readonly signal: AbortSignal;
}

/** What the scheduler asks of the services that run jobs. */
@Injectable()
export class HostDoor {
  /** Hosts of earlier versions know no message that brings many runs. */
  private readonly takingMany = new Set<ServiceName>();

  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** As the host says with every announcement. */
  knows(host: ServiceName, { takesMany }: { takesMany: boolean }): void {
    if (takesMany) this.takingMany.add(host);
    else this.takingMany.delete(host);
  }

  /**
   * Offers runs of one host. For each, in order, undefined: the host has taken it. Offering a run again that it has is
   * harmless. Never rejects.
   */
  async offer(runs: readonly PreparedRun[], signal: AbortSignal): Promise<(Refusal | undefined)[]> {
    const [first, ...others] = runs;
    if (first && others.length > 0 && this.takingMany.has(first.job.host))
      return this.offerTogether(runs, { timeoutMs: ASK_TIMEOUT_MS, to: first.job.host, signal });
    return Promise.all(runs.map((run) => this.offerOne(run, { timeoutMs: ASK_TIMEOUT_MS, to: run.job.host, signal })));
  }

  private async offerTogether(runs: readonly PreparedRun[], options: Asking): Promise<(Refusal | undefined)[]> {
    try {
      const { replies } = await this.bus.request('job-host.start-runs', { runs: runs.map(toStart) }, options);
      return runs.map((run, index) => refusalIn(run, replies[index]));
    } catch (error) {
      this.logger.debug({ err: error, runs: runs.length, host: options.to }, 'the host did not take the runs yet');
      if (error instanceof PeerUnavailableError) return runs.map((run) => refusalOf(run, 'away'));
      // One that is wrong must not keep the others from beginning.
      return Promise.all(runs.map((run) => this.offerOne(run, options)));
    }
  }

  private async offerOne(run: PreparedRun, options: Asking): Promise<Refusal | undefined> {
    try {
      return refusalIn(run, await this.bus.request('job-host.start-run', toStart(run), options));
    } catch (error) {
      this.logger.debug({ err: error, job_id: run.job.id, host: options.to }, 'the host did not take the run yet');
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

const toStart = ({ job, ...rest }: PreparedRun): RequestOf<'job-host.start-run'> => ({
  ...rest,
  job_id: job.id,
  lease_seconds: LEASE_SECONDS,
  timeout_seconds: job.declaration.timeout_seconds,
});

function refusalIn(run: PreparedRun, reply: StartReply | undefined): Refusal | undefined {
  if (!reply) return refusalOf(run, 'away');
  return reply.kind === 'started' ? undefined : refusalOf(run, reply.kind, reply.reason);
}
