/** Groups of routes that share a limit (HTTP contract, section 1.6). */
export type GroupBucket = 'login' | 'content-read' | 'user-read' | 'stream' | 'search' | 'write';
export type RateBucket = 'global' | GroupBucket;

/** `user:7` or `ip:192.0.2.1`, `ip:2001:db8:0:1::/64`. */
export type CallerKey = `user:${number}` | `ip:${string}`;

export type RateVerdict = { allowed: true } | { allowed: false; retryAfterSeconds: number };

export interface RateLimiter {
  take(bucket: RateBucket, key: CallerKey): RateVerdict;
}
