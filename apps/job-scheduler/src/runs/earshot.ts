import { LEASE_MS } from './lease.js';

/** Looks are at most 5 s apart; after a longer gap the process, the machine or the clock has not been itself. */
const LONGEST_GAP_MS = 15_000;

/**
 * Knows since when heartbeats could be heard. A lease that ran out while nobody listened says nothing about its host: the
 * scheduler was down, NATS was away, the machine slept or its clock was set. Then hosts get a whole lease to be heard again.
 */
export class Earshot {
  private since = Infinity;
  private lastLook = -Infinity;

  /** At every pass. */
  look(now: number, isConnected: boolean): void {
    const gap = now - this.lastLook;
    if (!isConnected || gap < 0 || gap > LONGEST_GAP_MS) this.since = now;
    this.lastLook = now;
  }

  /** False: a lease that has run out by `now` must not be held against its host yet. */
  isReliable(now: number): boolean {
    return now - this.since >= LEASE_MS;
  }
}
