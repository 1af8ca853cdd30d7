import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCompleted } from './reported-play.mapper.js';

describe('a play is completed', () => {
  it.each([
    [0, 0, false],
    [10, 0, false],
    [0, 1, false],
    [89, 100, false],
    [90, 100, true],
    [150, 100, true],
    [1, 1, true],
    [191, 213, false],
    [192, 213, true],
  ])('%i s of %i s: %s', (heard, length, expected) => {
    expect(isCompleted(heard, length)).toBe(expected);
  });

  it('from nine tenths of every length on, and not before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (tenths) => {
        expect(isCompleted(tenths * 9, tenths * 10)).toBe(true);
        expect(isCompleted(tenths * 9 - 1, tenths * 10)).toBe(false);
      }),
    );
  });
});
