/** How long to wait between attempts. `multiplier` >= 1, `maxSeconds` >= `initialSeconds` >= 1. */
export interface BackoffPolicy {
  readonly initialSeconds: number;
  readonly maxSeconds: number;
  readonly multiplier: number;
}

/**
 * Whole seconds to wait after an attempt failed that was preceded by `retryCount` others (from 0):
 * min(initial * multiplier ^ retryCount, max). Never shrinks with `retryCount`, and stays at the maximum once there.
 */
export function backoffSeconds(policy: BackoffPolicy, retryCount: number): number {
  const grown = policy.initialSeconds * policy.multiplier ** retryCount;
  return Math.round(Math.min(grown, policy.maxSeconds));
}

/**
 * Whole seconds to wait when another party named the time itself (`Retry-After`), or did not (`null`). Rounded up, since
 * asking a moment too early would be refused again; at least 1 s, and never longer than the policy's longest wait.
 */
export function waitSeconds(policy: BackoffPolicy, retryAfterSeconds: number | null): number {
  const asked = Math.ceil(retryAfterSeconds ?? policy.initialSeconds);
  return Math.min(Math.max(asked, 1), policy.maxSeconds);
}
