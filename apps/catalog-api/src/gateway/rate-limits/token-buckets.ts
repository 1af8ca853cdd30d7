import { type Clock } from '@pezzottify/service-runner';

interface Bucket {
  tokens: number;
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

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {}

  /** Takes one token. 0 when there was one; otherwise whole seconds until there will be. */
  take(key: string): number {
    const bucket = this.refilled(key);
    const wait = this.waitOf(bucket);
    if (wait === 0) bucket.tokens -= 1;
    return wait;
  }

  /** What {@link take} would answer, without taking. */
  secondsUntilNext(key: string): number {
    return this.waitOf(this.refilled(key));
  }

  private waitOf({ tokens }: Bucket): number {
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / this.perMinute));
  }

  private refilled(key: string): Bucket {
    const nowMs = this.clock.millis();
    const bucket = this.buckets.get(key) ?? this.add(key, nowMs);
    // A clock that was set back must not empty anybody's bucket.
    const elapsedMs = Math.max(0, nowMs - bucket.updatedAtMs);
    bucket.tokens = Math.min(this.perMinute, bucket.tokens + (elapsedMs / MS_PER_MINUTE) * this.perMinute);
    bucket.updatedAtMs = nowMs;
    return bucket;
  }

  private add(key: string, nowMs: number): Bucket {
    if (this.buckets.size >= PRUNE_ABOVE) this.prune(nowMs);
    const bucket = { tokens: this.perMinute, updatedAtMs: nowMs };
    this.buckets.set(key, bucket);
    return bucket;
  }

  /** An emptied bucket is full again after a minute. Still too many: the oldest go, they are the nearest to full. */
  private prune(nowMs: number): void {
    for (const [key, { updatedAtMs }] of this.buckets) {
      if (nowMs - updatedAtMs >= MS_PER_MINUTE) this.buckets.delete(key);
    }
    for (const key of this.buckets.keys()) {
      if (this.buckets.size < PRUNE_ABOVE) break;
      this.buckets.delete(key);
    }
  }
}
