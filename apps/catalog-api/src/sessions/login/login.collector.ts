import { type Metrics } from '@pezzottify/observability';
import { LOGIN_OUTCOMES, type LoginListener } from './observed-login.js';

const DURATION_BUCKETS = [0.1, 0.5, 1, 2, 5, 10];

/** `auth_login_attempts_total` and `auth_login_duration_seconds` of the HTTP contract. */
export function loginAttempts(metrics: Metrics): LoginListener {
  const attempts = metrics.counter('auth_login_attempts_total', 'Attempts to sign in', ['status']);
  const durations = metrics.histogram('auth_login_duration_seconds', 'Time an attempt took', [], DURATION_BUCKETS);
  // From the start: the first failure would otherwise be no increase of anything.
  for (const status of LOGIN_OUTCOMES) attempts.inc({ status }, 0);
  return (status, seconds) => {
    attempts.inc({ status });
    durations.observe(seconds);
  };
}
