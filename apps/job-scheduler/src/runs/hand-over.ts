import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { findJob } from '../storage/jobs.repository.js';
import { isHeld, renewLease, untakenRuns, type UntakenRun } from '../storage/runs.repository.js';
import { CLOCK, DATABASE, LOGGER } from '../tokens.js';
import { HostDoor, type Refusal } from './host-door.js';
import { HAND_OVER_MS, leaseUntil, untakenUntil } from './lease.js';
import { given, type PreparedRun } from './prepare-run.usecase.js';
import { RunEnder } from './run-ender.js';

const RETRY_MS = 1_000;

/** Brings runs that are written down to the services that run them, or ends them with the reason why it cannot. */
@Injectable()
export class HandOver {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly door: HostDoor,
    private readonly ender: RunEnder,
  ) {}

  /** Goes on with what the process before this one had written down and may not have handed over. */
  async resume(): Promise<void> {
    for (const run of await untakenRuns(this.database.reads)) await this.resumeOne(run);
  }

  /** Asks until the host takes the run or the wait is over. What is under way at `stop` is left to the next start. */
  begin(run: PreparedRun): void {
    const handedOver = this.untilTaken(run)
      .catch((error: unknown) =>
        this.logger.error({ err: error, run_id: run.run_id }, 'a run could not be handed over'),
      )
      .finally(() => this.underWay.delete(handedOver));
    this.underWay.add(handedOver);
  }

  /** Asks once, for a person who waits. Undefined: the host has taken the run; else it has ended. */
  async once(run: PreparedRun): Promise<Refusal | undefined> {
    const refusal = await this.ask(run);
    if (refusal) await this.giveUp(run, refusal);
    return refusal;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.underWay);
  }

  private async untilTaken(run: PreparedRun): Promise<void> {
    let endsAt = Infinity;
    for (;;) {
      // Anew in every round: a clock that is set back must not lengthen the wait.
      endsAt = Math.min(endsAt, this.clock.millis() + HAND_OVER_MS);
      const refusal = await this.ask(run);
      if (!refusal || this.stopping.signal.aborted) return;
      if (this.clock.millis() >= endsAt || refusal.kind === 'invalid_parameters') return this.giveUp(run, refusal);
      await delay(RETRY_MS, undefined, this.stopping).catch(() => undefined);
      // It may have been cancelled meanwhile.
      if (!(await isHeld(this.database.reads, { id: run.run_id, token: run.lease_token }))) return;
    }
  }

  /** Undefined: taken, and remembered as such. */
  private async ask(run: PreparedRun): Promise<Refusal | undefined> {
    const refusal = await this.door.offer(run, this.stopping.signal);
    if (refusal) return refusal;
    const now = this.clock.millis();
    const lease = { token: run.lease_token, expiresAt: leaseUntil(now) };
    const isStillWanted = await this.database.write((tx) => renewLease(tx, run.run_id, lease, now));
    if (!isStillWanted) void this.door.withdraw(run);
    return undefined;
  }

  private async giveUp(run: PreparedRun, { message }: Refusal): Promise<void> {
    const { job, run_id } = run;
    this.logger.warn({ job_id: job.id, run_id, host: job.host, reason: message }, 'no host has taken the run');
    await this.ender.endUntaken(run, { errorMessage: `not started: ${message}`, errorClass: 'not_started' });
    // Its answer may have been lost: better it hears now than by its next heartbeat.
    void this.door.withdraw(run);
  }

  private async resumeOne({ id, jobId, token, triggeredBy, isForced, parameters }: UntakenRun): Promise<void> {
    const lease = { token, expiresAt: untakenUntil(this.clock.millis()) };
    const job = await this.database.write(async (tx) => {
      await renewLease(tx, id, lease, null);
      return findJob(tx, jobId);
    });
    if (!job) return;
    const rest = { triggered_by: triggeredBy, is_forced: isForced === 1, ...given(parameters) };
    this.begin({ job, run_id: id, lease_token: token, ...rest });
  }
}
