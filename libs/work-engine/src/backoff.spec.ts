import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffSeconds, type BackoffPolicy, waitSeconds } from './backoff.js';

const BY_DEFAULT: BackoffPolicy = { initialSeconds: 60, maxSeconds: 3600, multiplier: 2 };

const policies = fc
  .record({
    initialSeconds: fc.integer({ min: 1, max: 10_000 }),
    headroom: fc.integer({ min: 0, max: 1_000_000 }),
    multiplier: fc.double({ min: 1, max: 100, noNaN: true }),
  })
  .map(({ initialSeconds, headroom, multiplier }) => ({
    initialSeconds,
    maxSeconds: initialSeconds + headroom,
    multiplier,
  }));
const retryCounts = fc.nat({ max: 5_000 });

describe('backoffSeconds', () => {
  it('is 60, 120, 240, 480, 960 and then an hour at most by default', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 100].map((retryCount) => backoffSeconds(BY_DEFAULT, retryCount));
    expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);
  });

  it('begins at the initial wait, never shrinks and never exceeds the maximum', () => {
    fc.assert(
      fc.property(policies, retryCounts, (policy, retryCount) => {
        const wait = backoffSeconds(policy, retryCount);
        expect(backoffSeconds(policy, 0)).toBe(policy.initialSeconds);
        expect(backoffSeconds(policy, retryCount + 1)).toBeGreaterThanOrEqual(wait);
        expect(wait).toBeGreaterThanOrEqual(policy.initialSeconds);
        expect(wait).toBeLessThanOrEqual(policy.maxSeconds);
        expect(Number.isInteger(wait)).toBe(true);
      }),
    );
  });

  it('grows by the multiplier until the maximum', () => {
    expect([0, 1, 2, 3].map((n) => backoffSeconds({ ...BY_DEFAULT, multiplier: 1.5 }, n))).toEqual([60, 90, 135, 203]);
    expect(backoffSeconds({ ...BY_DEFAULT, multiplier: 1 }, 50)).toBe(60);
  });
});

describe('waitSeconds', () => {
  it.each([
    [null, 60],
    [5, 5],
    [5.2, 6],
    [0, 1],
    [0.3, 1],
    [86_400, 3600],
  ])('asked for %p seconds it waits %p', (asked, waited) => {
    expect(waitSeconds(BY_DEFAULT, asked)).toBe(waited);
  });
});
