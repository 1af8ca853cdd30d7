import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { AnnounceJobs } from '../registry/announce-jobs.usecase.js';
import { renewLeases, type RunEnd } from '../storage/run-leases.repository.js';
import { CLOCK, DATABASE, MESSAGE_BUS } from '../tokens.js';
import { leaseUntil } from './lease.js';
import { RunEnder, type EndingRun } from './run-ender.js';
import { type RunResult } from './run-events.js';

type Beat = RequestOf<'jobs.heartbeat-run'>;
type BeatReply = ReplyOf<'jobs.heartbeat-run'>;
type Finish = RequestOf<'jobs.finish-run'>;
type FinishReply = ReplyOf<'jobs.finish-run'>;
type Outcome = Finish['outcome'];

const ENDS: { readonly [Kind in Outcome['kind']]: (outcome: Extract<Outcome, { kind: Kind }>) => [RunEnd, RunResult] } =
  {
    completed: ({ summary }) => [{ status: 'completed', errorMessage: null, errorClass: null, summary }, 'success'],
    failed: ({ message, error_class: errorClass = 'job_error' }) => [
      { status: 'failed', errorMessage: message, errorClass },
      'failed',
    ],
    // Clients know a cancelled run by exactly this text; why it was cancelled is in its class and in the log of its host.
    cancelled: ({ error_class: errorClass = 'cancelled' }) => [
      { status: 'failed', errorMessage: 'Cancelled', errorClass },
      'cancelled',
    ],
  };

const CANCEL_REASON = 'Cancelled by an administrator';

/** What job hosts ask of the scheduler: about one run, as earlier versions do, or about many at once. */
@Injectable()
export class RunRequestsHandler implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly announceJobs: AnnounceJobs,
    private readonly ender: RunEnder,
  ) {}

  onModuleInit(): void {
    this.bus.handle('jobs.announce', (body) => this.announceJobs.execute(body));
    this.bus.handle('jobs.heartbeat-run', (beat) => this.renew([beat]).then(first));
    this.bus.handle('jobs.heartbeat-runs', async ({ beats }) => ({ replies: await this.renew(beats) }));
    this.bus.handle('jobs.finish-run', (end) => this.finish([end]).then(first));
    this.bus.handle('jobs.finish-runs', async ({ ends }) => ({ replies: await this.finish(ends) }));
  }

  private async renew(beats: readonly Beat[]): Promise<BeatReply[]> {
    const now = this.clock.millis();
    const lease = { expiresAt: leaseUntil(now), takenAt: now };
    const renewed = await this.database.write((tx) => renewLeases(tx, beats.map(toShown), lease));
    return beats.map(({ lease_token }) => {
      const run = renewed.get(lease_token);
      if (!run) return { kind: 'lost' };
      return run.isCancelRequested ? { kind: 'renewed', cancel: CANCEL_REASON } : { kind: 'renewed' };
    });
  }

  private async finish(finishes: readonly Finish[]): Promise<FinishReply[]> {
    const recorded = await this.ender.end(finishes.map(toEnding));
    return recorded.map((isRecorded) => ({ kind: isRecorded ? 'recorded' : 'stale' }));
  }
}

const toShown = ({ run_id, lease_token, progress, log_tail }: Beat) => ({
  ...{ id: run_id, token: lease_token, progress, logTail: log_tail },
});

function toEnding({ run_id, lease_token, outcome, progress, log_tail: logTail }: Finish): EndingRun {
  const [end, result] = (ENDS[outcome.kind] as (outcome: Outcome) => [RunEnd, RunResult])(outcome);
  return { ref: { run_id, lease_token }, end: { ...end, progress, logTail }, result };
}

/** Of as many replies as there were questions: one. */
function first<Reply>([reply]: readonly Reply[]): Reply {
  if (reply === undefined) throw new Error('a question was not answered');
  return reply;
}
