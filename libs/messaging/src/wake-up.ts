/** A flag that a loop sleeps on: waking it while it works makes its next sleep end at once. */
export class WakeUp {
  private isAwake = false;
  private wakeSleeper: (() => void) | undefined;

  wake(): void {
    this.isAwake = true;
    this.wakeSleeper?.();
  }

  async sleep(limitMs: number): Promise<void> {
    if (!this.isAwake) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.wakeSleeper = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isAwake = false;
    this.wakeSleeper = undefined;
  }
}
