import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { relevance } from './relevance.js';

const score = (query: string, name: string, artistName: string | null = null) => relevance(query, { name, artistName });

describe('relevance', () => {
  it('is 1 for the name itself, whatever the case', () => {
    expect(score('harbour LIGHTS', 'Harbour Lights')).toBe(1);
  });

  it.each([
    ['abcd', 'wxyz', null, 0],
    ['abcd', 'abcx', null, 0.75],
    ['ab', 'abcdefghij', null, 0.2 + 0.2 + 0.1],
    ['cd', 'abcdefghij', null, 0.2 + 0.1],
    ['abcd', 'wxyz', 'ABCD', 0.3],
    ['abcd', 'wxyz', 'the abcd band', 0.15],
  ])('%j finds %j of %j with %d', (query, name, artist, expected) => {
    expect(score(query, name, artist)).toBeCloseTo(expected, 10);
  });

  it('stays between 0 and 1 for any texts', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.option(fc.string()), (query, name, artist) => {
        const value = score(query, name, artist);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is bounded in cost for names of any length', () => {
    const begun = performance.now();
    score('a'.repeat(1_000_000), 'b'.repeat(1_000_000));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
