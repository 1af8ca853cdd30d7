/** A clock that stands still until it is told to move. Fits the Clock of service-runner. */
export class FakeClock {
  #millis: number;

  constructor(startSeconds = 1_750_000_000) {
    this.#millis = startSeconds * 1000;
  }

  /** Unix seconds, whole. */
  seconds(): number {
    return Math.floor(this.#millis / 1000);
  }

  millis(): number {
    return this.#millis;
  }

  advance(seconds: number): void {
    this.#millis += seconds * 1000;
  }

  set(seconds: number): void {
    this.#millis = seconds * 1000;
  }
}
