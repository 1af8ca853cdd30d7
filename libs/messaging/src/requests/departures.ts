/**
 * Sends what is handed over while the event loop is at one place with one write. The client writes whatever it is given as
 * soon as no promise waits, so that each of several answers that become ready together would be a system call by itself.
 */
export class Departures {
  private waiting: (() => void)[] = [];

  /** Resolves once `send`, which must not throw, has been called. */
  add(send: () => void): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.length === 0) process.nextTick(() => this.leave());
      this.waiting.push(() => {
        send();
        resolve();
      });
    });
  }

  private leave(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const send of waiting) send();
  }
}
