import { ApiError } from './api.errors.js';

const RETRY_AFTER_SECONDS = 1;

/** How many audio files are sent at the same time; whoever comes on top of that is told to come back. */
export class AudioSlots {
  private taken = 0;

  constructor(private readonly limit: number) {}

  /** Returns how to give the slot back, which may be done twice. Throws TOO_MANY_REQUESTS. */
  take(): () => void {
    if (this.taken >= this.limit) {
      const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };
      throw new ApiError('TOO_MANY_REQUESTS', `No more than ${this.limit} audio downloads at a time`, headers);
    }
    this.taken += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.taken -= 1;
      isHeld = false;
    };
  }
}
