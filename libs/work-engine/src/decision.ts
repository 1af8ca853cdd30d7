import { backoffSeconds, type BackoffPolicy, waitSeconds } from './backoff.js';

/** How often an item was retried before the attempt that just ended, and how often it may be. */
export interface Attempt {
  readonly retryCount: number;
  readonly maxRetries: number;
}

/** The closed vocabulary of how an attempt ends. */
export type Outcome =
  | { readonly kind: 'done' }
  /** It failed; trying again may help. */
  | { readonly kind: 'retry' }
  /** Nothing is wrong with the item, something else is away or busy. */
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number | null }
  /** It failed; trying again cannot help. */
  | { readonly kind: 'give_up' }
  /** The worker stops in order and returns the item untouched. */
  | { readonly kind: 'handed_back' };

export type Decision =
  | { readonly kind: 'complete' }
  | {
      readonly kind: 'retry_at';
      /** Unix seconds. */
      readonly at: number;
      /** The value to store. */
      readonly retryCount: number;
      readonly backoffSeconds: number;
      readonly usedAttempt: boolean;
    }
  | { readonly kind: 'fail' }
  /** Back to the queue at once, nothing counted. */
  | { readonly kind: 'release' };

/**
 * What becomes of an item now that an attempt on it ended. An item gets 1 + `maxRetries` attempts; waiting uses none, so
 * an outage of any length cannot use them up.
 */
export function decide(attempt: Attempt, outcome: Outcome, policy: BackoffPolicy, now: number): Decision {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'complete' };
    case 'give_up':
      return { kind: 'fail' };
    case 'handed_back':
      return { kind: 'release' };
    case 'retry':
      return afterFailure(attempt, policy, now);
    case 'wait': {
      const seconds = waitSeconds(policy, outcome.retryAfterSeconds);
      return retryIn(seconds, now, { retryCount: attempt.retryCount, usedAttempt: false });
    }
  }
}

function afterFailure({ retryCount, maxRetries }: Attempt, policy: BackoffPolicy, now: number): Decision {
  if (retryCount >= maxRetries) return { kind: 'fail' };
  const seconds = backoffSeconds(policy, retryCount);
  return retryIn(seconds, now, { retryCount: retryCount + 1, usedAttempt: true });
}

function retryIn(seconds: number, now: number, counted: { retryCount: number; usedAttempt: boolean }): Decision {
  return { kind: 'retry_at', at: now + seconds, backoffSeconds: seconds, ...counted };
}
