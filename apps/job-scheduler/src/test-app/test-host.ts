import { type JobDeclaration, type ReplyOf, type RequestOf, type ServiceName } from '@pezzottify/contracts';
import { MessageBus } from '@pezzottify/messaging';
import { eventually, silentLogger } from '@pezzottify/testing';

export type RunStart = RequestOf<'job-host.start-run'>;
type Outcome = RequestOf<'jobs.finish-run'>['outcome'];

type Traces = Pick<RequestOf<'jobs.finish-run'>, 'progress' | 'log_tail'>;

const TIMEOUT_MS = 5_000;

/** A job that hooks or people start, unless it is said otherwise. */
export const aJob = (overrides: Partial<JobDeclaration> = {}): JobDeclaration => ({
  id: 'sweep',
  name: 'Sweep',
  description: 'Removes what nobody needs any more',
  schedule: { hooks: ['OnCatalogChange'] },
  shutdown: 'cancellable',
  timeout_seconds: 600,
  missed_runs: 'once',
  ...overrides,
});

/** A service that hosts jobs, over real NATS; what it does with a run is up to the test. */
export class TestHost {
  /** Every start it was asked for, repetitions included. */
  readonly starts: RunStart[] = [];
  readonly cancels: RequestOf<'job-host.cancel-run'>[] = [];
  answer: ReplyOf<'job-host.start-run'>['kind'] = 'started';
  /** Jobs it answers differently about. */
  readonly answers = new Map<string, TestHost['answer']>();
  /** Jobs whose start makes its handler fail. */
  readonly failsOn = new Set<string>();
  /** How many starts came together, message by message. */
  readonly messages: number[] = [];
  /** A host of this version; one of an earlier version hears of each run by itself. */
  takesMany = false;
  private bus: MessageBus | undefined;

  constructor(
    private readonly url: string,
    readonly service: ServiceName = 'catalog-api',
  ) {}

  async comeUp(): Promise<this> {
    const bus = MessageBus.connect({ url: this.url, service: this.service, logger: silentLogger() });
    const as = { as: this.service };
    bus.handle('job-host.start-run', (start) => Promise.resolve(this.take([start])[0] ?? { kind: 'stopping' }), as);
    bus.handle('job-host.start-runs', ({ runs }) => Promise.resolve({ replies: this.take(runs) }), as);
    bus.handle(
      'job-host.cancel-run',
      (cancel) => {
        this.cancels.push(cancel);
        return Promise.resolve({ kind: 'cancelling' });
      },
      as,
    );
    bus.start();
    await bus.whenConnected();
    this.bus = bus;
    return this;
  }

  /** As after SIGKILL: nobody answers, and no heartbeat comes. */
  async die(): Promise<void> {
    await this.bus?.stop();
    this.bus = undefined;
  }

  announce(...jobs: JobDeclaration[]): Promise<ReplyOf<'jobs.announce'>> {
    return this.ask((bus) => bus.request('jobs.announce', this.announcement(jobs), { timeoutMs: TIMEOUT_MS }));
  }

  async beat(start: RunStart): Promise<'renewed' | 'lost'> {
    return (await this.heartbeat(start)).kind;
  }

  heartbeat({ run_id, lease_token, job_id }: RunStart, traces: Traces = {}): Promise<ReplyOf<'jobs.heartbeat-run'>> {
    const body = { run_id, lease_token, job_id, host: this.service, ...traces };
    return this.ask((bus) => bus.request('jobs.heartbeat-run', body, { timeoutMs: TIMEOUT_MS }));
  }

  async finish(
    { run_id, lease_token }: RunStart,
    outcome: Outcome = DONE,
    traces: Traces = {},
  ): Promise<'recorded' | 'stale'> {
    const body = { run_id, lease_token, outcome, ...traces };
    return (await this.ask((bus) => bus.request('jobs.finish-run', body, { timeoutMs: TIMEOUT_MS }))).kind;
  }

  startsOf(jobId: string): RunStart[] {
    return this.starts.filter((start) => start.job_id === jobId);
  }

  /** The `count`th start of the job, once it has come. */
  start(jobId = 'sweep', count = 1): Promise<RunStart> {
    const missing = new Error(`no start number ${count} of ${jobId}`);
    return eventually(() => this.startsOf(jobId)[count - 1] ?? Promise.reject(missing));
  }

  /** Many reports in one message. */
  async finishAll(starts: readonly RunStart[]): Promise<('recorded' | 'stale')[]> {
    const ends = starts.map(({ run_id, lease_token }) => ({ run_id, lease_token, outcome: DONE }));
    const reply = await this.ask((bus) => bus.request('jobs.finish-runs', { ends }, { timeoutMs: TIMEOUT_MS }));
    return reply.replies.map(({ kind }) => kind);
  }

  /** Many heartbeats in one message. */
  async beatAll(starts: readonly RunStart[]): Promise<ReplyOf<'jobs.heartbeat-run'>[]> {
    const beats = starts.map(({ run_id, lease_token, job_id }) => ({
      run_id,
      lease_token,
      job_id,
      host: this.service,
    }));
    return (await this.ask((bus) => bus.request('jobs.heartbeat-runs', { beats }, { timeoutMs: TIMEOUT_MS }))).replies;
  }

  private take(starts: readonly RunStart[]): ReplyOf<'job-host.start-run'>[] {
    if (starts.some(({ job_id }) => this.failsOn.has(job_id))) throw new Error('the host has a fault');
    this.starts.push(...starts);
    this.messages.push(starts.length);
    return starts.map(({ job_id }) => ({ kind: this.answers.get(job_id) ?? this.answer }));
  }

  private announcement(jobs: JobDeclaration[]): RequestOf<'jobs.announce'> {
    return { host: this.service, jobs, ...(this.takesMany ? { takes_many: true } : {}) };
  }

  private get live(): MessageBus {
    if (!this.bus) throw new Error('the host is down');
    return this.bus;
  }

  /** A scheduler that has just come up, or NATS, may need a moment. */
  private ask<T>(request: (bus: MessageBus) => Promise<T>): Promise<T> {
    return eventually(() => request(this.live));
  }
}

const DONE = { kind: 'completed', summary: null } as const;
