import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutPositions } from './without-positions.js';

/** One splice after the other, from the end, so that what is left of a position never moves. */
function spliced(tracks: readonly string[], positions: readonly number[]): string[] {
  const left = [...tracks];
  for (const position of [...new Set(positions)].sort((a, b) => b - a)) {
    if (position < left.length) left.splice(position, 1);
  }
  return left;
}

describe('withoutPositions', () => {
  it('is what splicing a plain array gives', () => {
    const tracks = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 });
    const positions = fc.array(fc.oneof(fc.nat(45), fc.maxSafeNat()), { maxLength: 50 });
    fc.assert(
      fc.property(tracks, positions, (given, removed) => {
        expect(withoutPositions(given, removed)).toEqual(spliced(given, removed));
      }),
    );
  });

  it('leaves the given list as it is', () => {
    const tracks = ['a', 'b'];
    withoutPositions(tracks, [0]);
    expect(tracks).toEqual(['a', 'b']);
  });
});
