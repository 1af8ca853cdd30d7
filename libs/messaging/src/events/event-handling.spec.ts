import { describe, expect, it } from '@jest/globals';
import { retrySecondsAfter } from './event-handling.js';

describe('retrySecondsAfter', () => {
  it('grows with the attempts up to five minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 1_000].map(retrySecondsAfter)).toEqual([1, 5, 15, 60, 300, 300, 300]);
  });
});
