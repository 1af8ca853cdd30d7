import { hash } from 'node:crypto';
import { CodedError } from '@pezzottify/contracts';
import { type RateLimitListener } from '../../gateway/rate-limits/rate-limits.collector.js';
import { type TokenBuckets } from '../../gateway/rate-limits/token-buckets.js';

/**
 * Failed logins per handle, whatever the addresses they come from, and whether the handle exists or not: otherwise the
 * limit itself would tell. An attempt counts as failed until it succeeds: attempts made at once must not all pass before
 * the first of them has failed.
 */
export class LoginThrottle {
  constructor(
    private readonly failures: Pick<TokenBuckets, 'take' | 'putBack'>,
    private readonly onHit: RateLimitListener = () => undefined,
  ) {}

  countAttempt(handle: string): void {
    const retryAfterSeconds = this.failures.take(keyOf(handle));
    if (retryAfterSeconds === 0) return;
    this.onHit('login', 'handle');
    throw new CodedError('RATE_LIMITED', 'too many failed attempts for this user; wait before trying again', {
      retryAfterSeconds,
    });
  }

  forgiveAttempt(handle: string): void {
    this.failures.putBack(keyOf(handle));
  }
}

/** Short, whatever a stranger sends for a handle: it is kept for a while. */
const keyOf = (handle: string): string => hash('sha256', handle, 'base64');
