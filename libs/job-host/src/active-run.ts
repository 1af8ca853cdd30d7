import { heartbeatIntervalSeconds } from '@pezzottify/work-engine';
import { RunAbortedError } from './job-host.errors.js';
import { type Job } from './job.js';
import { LogTail } from './log-tail.js';
import { reportFinish } from './report-finish.js';
import { completedOutcome, failedOutcome, type RunOutcome } from './run-outcome.js';
import { type RunStart, type RunSurroundings } from './run-surroundings.js';
import { sendableProgress, type Progress } from './sendable-progress.js';

/** A job that goes on for so long after it was told to stop is reported as ended all the same. */
const GRACE_MS = 30_000;
/** Node's timers take a longer wait for none at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One run on its way: the work itself, its heartbeat, its time limit and the report of its end. */
export class ActiveRun {
  /**
   * Resolves when the work has ended and the scheduler knows, or can no longer be told. Never rejects. Work that does not
   * heed its signal occupies its job on this host, so that no second run begins beside it, but is reported in time.
   */
  readonly ended: Promise<void>;
  private readonly controller = new AbortController();
  /** Ends the waiting for a scheduler that does not answer, when the host itself has to go. */
  private readonly giveUpReporting = new AbortController();
  private readonly graceOver = Promise.withResolvers<RunOutcome>();
  private graceTimer: NodeJS.Timeout | undefined;
  private readonly logTail = new LogTail();
  private progress: Progress | undefined;
  private isBeating = false;
  private isOver = false;

  constructor(
    readonly job: Job,
    readonly start: RunStart,
    private readonly surroundings: RunSurroundings,
  ) {
    this.ended = this.carryOut();
  }

  /** The first reason counts. */
  abort(error: RunAbortedError): void {
    // Over: the answer to a last heartbeat may come after the end was reported, and says that the run is lost.
    if (this.isOver || this.controller.signal.aborted) return;
    this.controller.abort(error);
    this.graceTimer = setTimeout(() => this.graceOver.resolve(failedOutcome(error, this.controller.signal)), GRACE_MS);
  }

  /** For the end of the process: whatever has not been reported by now stays unreported. */
  abandon(): void {
    this.giveUpReporting.abort();
  }

  private async carryOut(): Promise<void> {
    const heartbeat = setInterval(() => void this.beat(), heartbeatIntervalSeconds(this.start.lease_seconds) * 1000);
    const limitMs = Math.min(this.start.timeout_seconds * 1000, LONGEST_TIMER_MS);
    const limit = setTimeout(() => this.abort(this.timeoutError()), limitMs);
    const work = this.work();
    const outcome = await Promise.race([work, this.graceOver.promise]);
    clearTimeout(limit);
    // The heartbeat goes on until the end is recorded: a lease that ran out meanwhile would turn success into failure.
    if (!this.isLost())
      await reportFinish(this.surroundings, this.start, { outcome, ...this.traces() }, this.giveUpReporting.signal);
    clearInterval(heartbeat);
    await work;
    this.isOver = true;
    clearTimeout(this.graceTimer);
  }

  private async work(): Promise<RunOutcome> {
    const { signal } = this.controller;
    try {
      const summary = await this.job.run({
        signal,
        isForced: this.start.is_forced,
        triggeredBy: this.start.triggered_by,
        parameters: this.start.parameters ?? {},
        logger: this.logTail.listenTo(this.surroundings.logger),
        progress: (fraction, text) => {
          this.progress = sendableProgress(fraction, text);
        },
      });
      return completedOutcome(summary);
    } catch (error) {
      this.surroundings.logger.warn(
        { err: error, job_id: this.start.job_id, run_id: this.start.run_id },
        'job run failed',
      );
      return failedOutcome(error, signal);
    }
  }

  /** A scheduler that is away is no reason to stop: it adopts the run by the next heartbeat that reaches it. */
  private async beat(): Promise<void> {
    // What the scheduler has not answered yet is not said again: it would only wait behind it.
    if (this.isBeating) return;
    this.isBeating = true;
    const { run_id, lease_token, job_id } = this.start;
    const body = {
      run_id,
      lease_token,
      job_id,
      host: this.surroundings.service,
      ...this.traces(),
    };
    try {
      const reply = await this.surroundings.scheduler.beat(body);
      if (reply.kind === 'lost') this.abort(new RunAbortedError('lost', 'the scheduler has given this run up'));
      else if (reply.cancel !== undefined) this.abort(new RunAbortedError('cancelled', reply.cancel));
    } catch (error) {
      this.surroundings.logger.debug({ err: error, run_id }, 'heartbeat did not reach the scheduler');
    } finally {
      this.isBeating = false;
    }
  }

  /** What is seen of the run from outside. */
  private traces() {
    const log_tail = this.logTail.all;
    return { ...(this.progress ? { progress: this.progress } : {}), ...(log_tail.length > 0 ? { log_tail } : {}) };
  }

  private isLost(): boolean {
    const reason: unknown = this.controller.signal.reason;
    return reason instanceof RunAbortedError && reason.abortCause === 'lost';
  }

  private timeoutError(): RunAbortedError {
    return new RunAbortedError('timeout', `Timed out after ${this.start.timeout_seconds} s`);
  }
}
