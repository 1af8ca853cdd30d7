/** Runs tasks, at most `concurrency` at once and in order of arrival; refuses more than `maxWaiting` besides. */
export class Lane {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;
  private whenIdle: (() => void)[] = [];

  constructor(
    private readonly concurrency: number,
    private readonly maxWaiting: number,
  ) {}

  /** False: the lane is full and the task was not taken. `task` must not reject. */
  offer(task: () => Promise<void>): boolean {
    if (this.running < this.concurrency) this.run(task);
    else if (this.waiting.length < this.maxWaiting) this.waiting.push(task);
    else return false;
    return true;
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.whenIdle.push(resolve));
  }

  private run(task: () => Promise<void>): void {
    this.running += 1;
    void task().finally(() => {
      this.running -= 1;
      const next = this.waiting.shift();
      if (next) this.run(next);
      else if (this.running === 0) this.announceIdle();
    });
  }

  private announceIdle(): void {
    const listeners = this.whenIdle;
    this.whenIdle = [];
    for (const listener of listeners) listener();
  }
}
