import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { AnnounceJobs } from '../registry/announce-jobs.usecase.js';
import { renewLease, type RunEnd } from '../storage/runs.repository.js';
import { CLOCK, DATABASE, MESSAGE_BUS } from '../tokens.js';
import { leaseUntil } from './lease.js';
import { RunEnder } from './run-ender.js';
import { type RunResult } from './run-events.js';

type Outcome = RequestOf<'jobs.finish-run'>['outcome'];

const ENDS: { readonly [Kind in Outcome['kind']]: (outcome: Extract<Outcome, { kind: Kind }>) => [RunEnd, RunResult] } =
  {
    completed: () => [{ status: 'completed', errorMessage: null }, 'success'],
    failed: ({ message }) => [{ status: 'failed', errorMessage: message }, 'failed'],
    // Clients know a cancelled run by exactly this text; why it was cancelled is in the log of its host.
    cancelled: () => [{ status: 'failed', errorMessage: 'Cancelled' }, 'cancelled'],
  };

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

  private async heartbeat({
    run_id,
    lease_token,
  }: RequestOf<'jobs.heartbeat-run'>): Promise<ReplyOf<'jobs.heartbeat-run'>> {
    const now = this.clock.millis();
    const lease = { token: lease_token, expiresAt: leaseUntil(now) };
    const isHeld = await this.database.write((tx) => renewLease(tx, run_id, lease, now));
    return { kind: isHeld ? 'renewed' : 'lost' };
  }

  private async finish({
    run_id,
    lease_token,
    outcome,
  }: RequestOf<'jobs.finish-run'>): Promise<ReplyOf<'jobs.finish-run'>> {
    const [end, result] = (ENDS[outcome.kind] as (outcome: Outcome) => [RunEnd, RunResult])(outcome);
    const isRecorded = await this.ender.end({ run_id, lease_token }, end, result);
    return { kind: isRecorded ? 'recorded' : 'stale' };
  }
}
