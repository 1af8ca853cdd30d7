import { CodedError } from '@pezzottify/contracts';
import { type TokenBuckets } from '../../gateway/rate-limits/token-buckets.js';

/**
 * Failed logins per handle, whatever the addresses they come from, and whether the handle exists or not: otherwise the
 * limit itself would tell.
 */
export class LoginThrottle {
  constructor(private readonly failures: TokenBuckets) {}

  requireAttemptsLeft(handle: string): void {
    const retryAfterSeconds = this.failures.secondsUntilNext(handle);
    if (retryAfterSeconds === 0) return;
    throw new CodedError('RATE_LIMITED', 'too many failed attempts for this user; wait before trying again', {
      retryAfterSeconds,
    });
  }

  countFailure(handle: string): void {
    this.failures.take(handle);
  }
}
