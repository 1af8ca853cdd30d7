/** The time, as an argument of everything that needs it, so that tests can set it. */
export interface Clock {
  /** Unix seconds, whole. */
  seconds(): number;
  /** Unix milliseconds. */
  millis(): number;
}

export const systemClock: Clock = {
  seconds: () => Math.floor(Date.now() / 1000),
  millis: () => Date.now(),
};
