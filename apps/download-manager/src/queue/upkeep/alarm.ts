import { type Clock } from '@pezzottify/service-runner';

/** Runs `work` at the earliest moment it was set to; never twice at once. */
export class Alarm {
  private timer: NodeJS.Timeout | undefined;
  /** On the monotonic clock: the one on the wall may be set back, and a moment near by would look far away. */
  private ringsAt = Infinity;
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly work: () => Promise<void>,
  ) {}

  /** Unix seconds; a later moment than the one already set changes nothing. */
  setAt(seconds: number): void {
    const delayMs = Math.max(0, 1000 * seconds - this.clock.millis());
    const ringsAt = performance.now() + delayMs;
    if (this.isStopped || ringsAt >= this.ringsAt) return;
    this.ringsAt = ringsAt;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ring(), delayMs);
  }

  /** Resolves when work that runs has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private ring(): void {
    this.ringsAt = Infinity;
    this.running = (this.running ?? Promise.resolve()).then(() => this.work());
  }
}
