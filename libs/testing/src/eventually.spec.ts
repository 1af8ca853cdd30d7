import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('repeats an assertion until it passes, and gives what it returned', async () => {
    let attempts = 0;
    const value = await eventually(() => {
      expect((attempts += 1)).toBe(3);
      return 'passed';
    });
    expect([value, attempts]).toEqual(['passed', 3]);
  });

  it('fails with the last failure once its time is over', async () => {
    let attempts = 0;
    const never = eventually(() => Promise.reject(new Error(`attempt ${(attempts += 1)}`)), { timeoutMs: 50 });
    await expect(never).rejects.toThrow(/attempt [1-9]/);
    expect(attempts).toBeGreaterThan(1);
  });
});
