/** Something to wait for that can also happen before anybody waits. */
export class WakeUp {
  private isSet = false;
  private waiting: (() => void) | undefined;

  set(): void {
    this.isSet = true;
    this.waiting?.();
  }

  /** Resolves at the next `set`, at once if there was one since the last wait, or after `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.isSet) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
      this.waiting = undefined;
    }
    this.isSet = false;
  }
}
