import { type Clock } from '@pezzottify/service-runner';

interface Bucket {
  /** Until it is full again, seen from `updatedAtMs`: 0 = full, a minute = empty. */
  missingMs: number;
  updatedAtMs: number;
}

const MS_PER_MINUTE = 60_000;
/** Above this many keys the full buckets are dropped: they say nothing that a missing one does not. */
const PRUNE_ABOVE = 10_000;

/**
 * Token buckets of one size, one per key: capacity `perMinute`, refilled evenly with as many per minute. In memory only;
 * a restart forgives.
 */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();
  private readonly msPerToken: number;

  /** `perMinute` divides 60 000: in whole milliseconds no fraction of a token gets lost. */
  constructor(
    perMinute: number,
    private readonly clock: Clock,
  ) {
    this.msPerToken = MS_PER_MINUTE / perMinute;
  }

  /** Takes one token. 0 when there was one; otherwise whole seconds until there will be. */
  take(key: string): number {
    const bucket = this.refilled(key);
    const missingMs = bucket.missingMs + this.msPerToken;
    if (missingMs > MS_PER_MINUTE) return Math.ceil((missingMs - MS_PER_MINUTE) / 1000);
    bucket.missingMs = missingMs;
    return 0;
  }

  /** Undoes one {@link take}. */
  putBack(key: string): void {
    const bucket = this.refilled(key);
    bucket.missingMs = Math.max(0, bucket.missingMs - this.msPerToken);
  }

  private refilled(key: string): Bucket {
    const nowMs = this.clock.millis();
    const bucket = this.buckets.get(key) ?? this.newBucket(nowMs);
    // A clock that was set back must not empty anybody's bucket.
    const elapsedMs = Math.max(0, nowMs - bucket.updatedAtMs);
    bucket.missingMs = Math.max(0, bucket.missingMs - elapsedMs);
    bucket.updatedAtMs = nowMs;
    // Last in the order of the map, which is that of the last use.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    return bucket;
  }

  private newBucket(nowMs: number): Bucket {
    if (this.buckets.size >= PRUNE_ABOVE) this.prune(nowMs);
    return { missingMs: 0, updatedAtMs: nowMs };
  }

  /** An emptied bucket is full again after a minute. Still too many: those go that were not used for longest. */
  private prune(nowMs: number): void {
    for (const [key, { updatedAtMs }] of this.buckets) {
      if (nowMs - updatedAtMs < MS_PER_MINUTE) break;
      this.buckets.delete(key);
    }
    for (const key of this.buckets.keys()) {
      if (this.buckets.size < PRUNE_ABOVE) break;
      this.buckets.delete(key);
    }
  }
}
