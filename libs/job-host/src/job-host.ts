import { type ReplyOf, type RequestOf, type ServiceName } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { ActiveRun } from './active-run.js';
import { Announcer } from './announcer.js';
import { JobDeclaredTwiceError, RunAbortedError } from './job-host.errors.js';
import { type Job } from './job.js';
import { declarationOf, reasonAgainst, requireOptionalParameters } from './judge-parameters.js';
import { pause } from './pause.js';
import { type RunStart } from './run-surroundings.js';
import { SchedulerDoor } from './scheduler-door.js';

export interface JobHostOptions {
  bus: Pick<MessageBus, 'request' | 'handle'>;
  service: ServiceName;
  logger: Logger;
}

/** Runs the jobs of one service when the scheduler says so, and tells it what became of them. */
export class JobHost {
  private readonly jobs = new Map<string, Job>();
  /** By lease token: a scheduler with a fresh database counts its runs from 1 again. */
  private readonly runs = new Map<string, ActiveRun>();
  private readonly busy = new Set<Job>();
  /** Of the last run of each job that has ended. */
  private readonly endedTokens = new Map<string, string>();
  private readonly announcer: Announcer;
  private readonly scheduler: SchedulerDoor;
  private isStopping = false;

  constructor(private readonly options: JobHostOptions) {
    const { bus, logger } = options;
    this.scheduler = new SchedulerDoor(bus);
    const announcement = (): RequestOf<'jobs.announce'> => this.announcement();
    this.announcer = new Announcer(bus, announcement, logger, (reply) => this.scheduler.heard(reply));
  }

  register(job: Job): void {
    const { id } = job.declaration;
    if (this.jobs.has(id)) throw new JobDeclaredTwiceError(id);
    requireOptionalParameters(job);
    this.jobs.set(id, job);
  }

  /** Opens the handlers and begins to announce. Call after every job is registered. */
  start(): void {
    const { bus, service } = this.options;
    bus.handle('job-host.start-run', (body) => Promise.resolve(this.startRun(body)), { as: service });
    bus.handle('job-host.start-runs', ({ runs }) => Promise.resolve(this.startRuns(runs)), { as: service });
    bus.handle('job-host.cancel-run', (body) => Promise.resolve({ kind: this.cancelRun(body) }), { as: service });
    this.announcer.start();
  }

  /**
   * Cancels what may be cancelled, waits for the rest, for at most `limitMs` in all; then everything is told to stop and
   * named in the log. Resolves when nothing of a run is left that could still report.
   */
  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    await this.announcer.stop();
    this.abortRuns(({ job }) => job.declaration.shutdown === 'cancellable');
    const allEnded = Promise.all([...this.runs.values()].map(({ ended }) => ended));
    const ended = new AbortController();
    await Promise.race([allEnded.then(() => ended.abort()), pause(limitMs, ended.signal)]);
    if (ended.signal.aborted) return;
    const left = [...this.runs.values()].map(({ job }) => job.declaration.id);
    this.options.logger.warn({ jobs: left }, 'these jobs did not end in time and are left to the scheduler');
    this.abortRuns(() => true);
    for (const run of this.runs.values()) run.abandon();
  }

  private announcement(): RequestOf<'jobs.announce'> {
    return { host: this.options.service, jobs: [...this.jobs.values()].map(declarationOf), takes_many: true };
  }

  private startRuns(runs: readonly RunStart[]): ReplyOf<'job-host.start-runs'> {
    return { replies: runs.map((start) => this.startRun(start)) };
  }

  private startRun(start: RunStart): ReplyOf<'job-host.start-run'> {
    const job = this.jobs.get(start.job_id);
    if (!job || this.isStopping) return { kind: this.isStopping ? 'stopping' : 'unknown_job' };
    const reason = reasonAgainst(declarationOf(job), start.parameters ?? {});
    return reason === undefined ? { kind: this.startOnce(job, start) } : { kind: 'invalid_parameters', reason };
  }

  private startOnce(job: Job, start: RunStart): 'started' | 'already_running' {
    // The scheduler asks again when an answer was lost: the same run is not begun twice, not even after its end.
    if (this.runs.has(start.lease_token) || this.endedTokens.get(start.job_id) === start.lease_token) return 'started';
    if (this.busy.has(job)) return 'already_running';
    this.begin(job, start);
    return 'started';
  }

  private begin(job: Job, start: RunStart): void {
    const { service, logger } = this.options;
    const run = new ActiveRun(job, start, { scheduler: this.scheduler, service, logger });
    this.runs.set(start.lease_token, run);
    this.busy.add(job);
    void run.ended.then(() => {
      this.runs.delete(start.lease_token);
      this.busy.delete(job);
      this.endedTokens.set(start.job_id, start.lease_token);
    });
  }

  private cancelRun({ run_id, lease_token, reason }: RequestOf<'job-host.cancel-run'>): 'cancelling' | 'not_running' {
    const run = this.runs.get(lease_token);
    if (run?.start.run_id !== run_id) return 'not_running';
    run.abort(new RunAbortedError('cancelled', reason));
    return 'cancelling';
  }

  private abortRuns(isMeant: (run: ActiveRun) => boolean): void {
    for (const run of this.runs.values()) {
      if (isMeant(run)) run.abort(new RunAbortedError('shutdown', 'Cancelled: the service is stopping'));
    }
  }
}
