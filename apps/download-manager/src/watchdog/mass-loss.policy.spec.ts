import { describe, expect, it } from '@jest/globals';
import { isMassLoss } from './mass-loss.policy.js';

describe('a mass loss', () => {
  it.each([
    [0, 0, false],
    [49, 49, false],
    [50, 50, true],
    [50, 499, true],
    [50, 500, false],
    [51, 500, true],
    [10_000, 100_000, false],
    [10_001, 100_000, true],
  ])('of %d files among %d: %p', (lost, checked, expected) => {
    expect(isMassLoss({ lost, checked })).toBe(expected);
  });
});
