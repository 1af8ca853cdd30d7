import { type CallerKey, type RateBucket, type RateLimiter, type RateVerdict } from '@pezzottify/access';
import { type Clock } from '@pezzottify/service-runner';
import { type RateLimitListener } from './rate-limits.collector.js';
import { TokenBuckets } from './token-buckets.js';

/** Requests per minute of one caller (HTTP contract, section 1.6). */
const PER_MINUTE: Readonly<Record<RateBucket, number>> = {
  global: 5000,
  login: 10,
  'content-read': 2000,
  'user-read': 2000,
  stream: 200,
  search: 100,
  write: 60,
};

/** The gateway's limits. */
export class BucketLimiter implements RateLimiter {
  private readonly buckets: ReadonlyMap<RateBucket, TokenBuckets>;

  constructor(
    clock: Clock,
    private readonly onHit: RateLimitListener = () => undefined,
  ) {
    const names = Object.keys(PER_MINUTE) as RateBucket[];
    this.buckets = new Map(names.map((name) => [name, new TokenBuckets(PER_MINUTE[name], clock)]));
  }

  take(bucket: RateBucket, key: CallerKey): RateVerdict {
    const retryAfterSeconds = this.buckets.get(bucket)?.take(key) ?? 0;
    if (retryAfterSeconds === 0) return { allowed: true };
    this.onHit(bucket, key.startsWith('user:') ? 'user' : 'ip');
    return { allowed: false, retryAfterSeconds };
  }
}
