import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { AnnounceJobs } from '../registry/announce-jobs.usecase.js';
import { keepTraces, renewLease, type RunEnd } from '../storage/runs.repository.js';
import { CLOCK, DATABASE, MESSAGE_BUS } from '../tokens.js';
import { leaseUntil } from './lease.js';
import { RunEnder } from './run-ender.js';
import { type RunResult } from './run-events.js';

type Finish = RequestOf<'jobs.finish-run'>;
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

/** What job hosts ask of the scheduler. */
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
    this.bus.handle('jobs.heartbeat-run', (body) => this.heartbeat(body));
    this.bus.handle('jobs.finish-run', (body) => this.finish(body));
  }

  private async heartbeat(beat: RequestOf<'jobs.heartbeat-run'>): Promise<ReplyOf<'jobs.heartbeat-run'>> {
    const { run_id: id, lease_token: token, progress, log_tail: logTail } = beat;
    const now = this.clock.millis();
    return this.database.write(async (tx) => {
      if (!(await renewLease(tx, id, { token, expiresAt: leaseUntil(now) }, now))) return { kind: 'lost' };
      const { isCancelRequested } = await keepTraces(tx, { id, token }, { progress, logTail });
      return isCancelRequested ? { kind: 'renewed', cancel: CANCEL_REASON } : { kind: 'renewed' };
    });
  }

  private async finish(finish: Finish): Promise<ReplyOf<'jobs.finish-run'>> {
    const { run_id, lease_token, outcome, progress, log_tail: logTail } = finish;
    const [end, result] = (ENDS[outcome.kind] as (outcome: Outcome) => [RunEnd, RunResult])(outcome);
    const isRecorded = await this.ender.end({ run_id, lease_token }, { ...end, progress, logTail }, result);
    return { kind: isRecorded ? 'recorded' : 'stale' };
  }
}
