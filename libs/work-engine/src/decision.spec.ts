import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffSeconds, type BackoffPolicy } from './backoff.js';
import { decide, type Outcome } from './decision.js';

const NOW = 1_700_000_000;
const POLICY: BackoffPolicy = { initialSeconds: 60, maxSeconds: 3600, multiplier: 2 };
const RETRY: Outcome = { kind: 'retry' };

const policies = fc
  .tuple(fc.integer({ min: 1, max: 600 }), fc.nat({ max: 10_000 }), fc.double({ min: 1, max: 10, noNaN: true }))
  .map(([initialSeconds, headroom, multiplier]) => ({
    initialSeconds,
    maxSeconds: initialSeconds + headroom,
    multiplier,
  }));
const maxRetries = fc.nat({ max: 100 });
const waits = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }));

/** Runs attempts that all end like `outcome` until the item fails; returns how many there were. */
function attemptsUntilFailed(allowed: number, outcome: Outcome, policy: BackoffPolicy): number {
  let retryCount = 0;
  for (let attempts = 1; attempts <= 1_000; attempts += 1) {
    const decision = decide({ retryCount, maxRetries: allowed }, outcome, policy, NOW);
    if (decision.kind !== 'retry_at') return attempts;
    retryCount = decision.retryCount;
  }
  return Infinity;
}

describe('decide', () => {
  it.each([
    [{ kind: 'done' }, { kind: 'complete' }],
    [{ kind: 'give_up' }, { kind: 'fail' }],
    [{ kind: 'handed_back' }, { kind: 'release' }],
  ] as const)('folds %o into %o, whatever was tried before', (outcome, decision) => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), maxRetries, policies, (retryCount, allowed, policy) => {
        expect(decide({ retryCount, maxRetries: allowed }, outcome, policy, NOW)).toEqual(decision);
      }),
    );
  });

  it('retries after the back-off of the attempts before, and counts one more', () => {
    expect(decide({ retryCount: 2, maxRetries: 5 }, RETRY, POLICY, NOW)).toEqual({
      kind: 'retry_at',
      at: NOW + 240,
      backoffSeconds: 240,
      retryCount: 3,
      usedAttempt: true,
    });
  });

  it('waits as long as it was asked to, and counts nothing', () => {
    const outcome: Outcome = { kind: 'wait', retryAfterSeconds: 17 };
    expect(decide({ retryCount: 2, maxRetries: 5 }, outcome, POLICY, NOW)).toEqual({
      kind: 'retry_at',
      at: NOW + 17,
      backoffSeconds: 17,
      retryCount: 2,
      usedAttempt: false,
    });
  });

  it('allows exactly 1 + maxRetries attempts', () => {
    fc.assert(
      fc.property(maxRetries, policies, (allowed, policy) => {
        expect(attemptsUntilFailed(allowed, RETRY, policy)).toBe(1 + allowed);
      }),
    );
  });

  it('never fails an item by waiting', () => {
    fc.assert(
      fc.property(maxRetries, waits, policies, (allowed, retryAfterSeconds, policy) => {
        expect(attemptsUntilFailed(allowed, { kind: 'wait', retryAfterSeconds }, policy)).toBe(Infinity);
      }),
      { numRuns: 25 },
    );
  });

  it('sets a time that is in the future, whole, and no further away than the longest wait', () => {
    const outcomes = fc.oneof(
      fc.constant(RETRY),
      waits.map((retryAfterSeconds): Outcome => ({ kind: 'wait', retryAfterSeconds })),
    );
    fc.assert(
      fc.property(fc.nat({ max: 99 }), outcomes, policies, (retryCount, outcome, policy) => {
        const decision = decide({ retryCount, maxRetries: 100 }, outcome, policy, NOW);
        if (decision.kind !== 'retry_at') throw new Error(decision.kind);
        expect(decision.at).toBe(NOW + decision.backoffSeconds);
        expect(Number.isInteger(decision.at)).toBe(true);
        expect(decision.backoffSeconds).toBeGreaterThanOrEqual(1);
        expect(decision.backoffSeconds).toBeLessThanOrEqual(policy.maxSeconds);
        if (outcome.kind === 'retry') expect(decision.backoffSeconds).toBe(backoffSeconds(policy, retryCount));
      }),
    );
  });
});
