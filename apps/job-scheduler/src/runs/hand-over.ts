import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { findJobs } from '../storage/jobs.repository.js';
import { heldTokens, neverTaken, renewLeases, type HeldRun } from '../storage/run-leases.repository.js';
import { untakenRuns, type UntakenRun } from '../storage/runs.repository.js';
import { CLOCK, DATABASE, LOGGER } from '../tokens.js';
import { HostDoor, type Refusal } from './host-door.js';
import { inOffers } from './in-offers.js';
import { HAND_OVER_MS, leaseUntil, untakenUntil } from './lease.js';
import { given, type PreparedRun } from './prepare-run.usecase.js';
import { RunEnder } from './run-ender.js';

const RETRY_MS = 1_000;

interface RefusedRun {
  readonly run: PreparedRun;
  readonly refusal: Refusal;
}

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
    const runs = await untakenRuns(this.database.reads);
    if (runs.length === 0) return;
    const expiresAt = untakenUntil(this.clock.millis());
    const jobs = await this.database.write(async (tx) => {
      await renewLeases(tx, runs.map(heldBy), { expiresAt, takenAt: null });
      return findJobs(
        tx,
        runs.map(({ jobId }) => jobId),
      );
    });
    this.begin(
      runs.flatMap((run) => {
        const job = jobs.get(run.jobId);
        return job ? [{ job, ...asPrepared(run) }] : [];
      }),
    );
  }

  /** Asks until the hosts take the runs or the wait is over. What is under way at `stop` is left to the next start. */
  begin(runs: readonly PreparedRun[]): void {
    for (const offer of inOffers(runs)) {
      const handedOver = this.untilTaken(offer)
        .catch((error: unknown) => this.logger.error({ err: error }, 'runs could not be handed over'))
        .finally(() => this.underWay.delete(handedOver));
      this.underWay.add(handedOver);
    }
  }

  /** Asks once, for a person who waits. Undefined: the host has taken the run; else it has ended. */
  async once(run: PreparedRun): Promise<Refusal | undefined> {
    const [refused] = await this.ask([run]);
    if (refused) await this.giveUp(refused);
    return refused?.refusal;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.underWay);
  }

  private async untilTaken(offer: readonly PreparedRun[]): Promise<void> {
    let endsAt = Infinity;
    let left = offer;
    while (left.length > 0) {
      // Anew in every round: a clock that is set back must not lengthen the wait.
      endsAt = Math.min(endsAt, this.clock.millis() + HAND_OVER_MS);
      const refused = await this.ask(left);
      if (refused.length === 0 || this.stopping.signal.aborted) return;
      const isOver = this.clock.millis() >= endsAt;
      const isVain = ({ refusal }: RefusedRun): boolean => isOver || refusal.kind === 'invalid_parameters';
      for (const one of refused.filter(isVain)) await this.giveUp(one);
      const waiting = refused.filter((one) => !isVain(one)).map(({ run }) => run);
      if (waiting.length === 0) return;
      await delay(RETRY_MS, undefined, this.stopping).catch(() => undefined);
      left = await this.stillWanted(waiting);
    }
  }

  /** Some may have been cancelled while they waited. */
  private async stillWanted(runs: readonly PreparedRun[]): Promise<PreparedRun[]> {
    const held = await heldTokens(this.database.reads, runs.map(heldOf));
    return runs.filter(({ lease_token }) => held.has(lease_token));
  }

  /** Those that were not taken; the others are, and remembered as such. */
  private async ask(runs: readonly PreparedRun[]): Promise<RefusedRun[]> {
    const refusals = await this.door.offer(runs, this.stopping.signal);
    const asked = runs.map((run, index) => ({ run, refusal: refusals[index] }));
    await this.remember(asked.filter(({ refusal }) => !refusal).map(({ run }) => run));
    return asked.flatMap(({ run, refusal }) => (refusal ? [{ run, refusal }] : []));
  }

  private async remember(taken: readonly PreparedRun[]): Promise<void> {
    if (taken.length === 0) return;
    const now = this.clock.millis();
    const lease = { expiresAt: leaseUntil(now), takenAt: now };
    const renewed = await this.database.write((tx) => renewLeases(tx, taken.map(heldOf), lease));
    const gone = taken.filter(({ lease_token }) => !renewed.has(lease_token));
    if (gone.length === 0) return;
    // What its host has ended meanwhile is over; what ended here before any host was heard of must not begin.
    const unwanted = await neverTaken(this.database.reads, gone.map(heldOf));
    for (const run of gone) if (unwanted.has(run.run_id)) void this.door.withdraw(run);
  }

  private async giveUp({ run, refusal: { message } }: RefusedRun): Promise<void> {
    const end = { errorMessage: `not started: ${message}`, errorClass: 'not_started' } as const;
    await this.ender.endUntaken(run, end, 'failed');
    // Its answer may have been lost: better it hears now than by its next heartbeat.
    void this.door.withdraw(run);
  }
}

const heldOf = ({ run_id, lease_token }: PreparedRun): HeldRun => ({ id: run_id, token: lease_token });

const heldBy = ({ id, token }: UntakenRun): HeldRun => ({ id, token });

const asPrepared = ({ id, token, triggeredBy, isForced, parameters }: UntakenRun) => ({
  ...{ run_id: id, lease_token: token, triggered_by: triggeredBy, is_forced: isForced === 1 },
  ...given(parameters),
});
