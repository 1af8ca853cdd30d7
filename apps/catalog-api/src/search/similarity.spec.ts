import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparisonWith } from './similarity.js';

const differenceBetween = (query: string, name: string) => comparisonWith(query)(name);

const order = (query: string, names: string[]): string[] =>
  names
    .map((name) => ({ name, difference: differenceBetween(query, name) }))
    .filter(({ difference }) => difference !== undefined)
    .sort((one, other) => one.difference! - other.difference!)
    .map(({ name }) => name);

describe('comparisonWith', () => {
  it('is 0 for equal texts only', () => {
    expect(differenceBetween('night bus', 'night bus')).toBe(0);
    expect(differenceBetween('night bus', 'night buses')).toBeGreaterThan(0);
  });

  it('orders the kinds of match', () => {
    const best = [
      'night',
      'night bus',
      'nightingale',
      'one night',
      'the nightingale sang',
      'good knights',
      'nihgt bus',
    ];
    expect(order('night', [...best].reverse())).toEqual(best);
  });

  it('prefers the shorter of two names of one kind', () => {
    expect(order('nova', ['nova quartet live', 'nova quartet'])).toEqual(['nova quartet', 'nova quartet live']);
  });

  it('takes the words in any order', () => {
    expect(differenceBetween('bus night', 'night bus')).toBeDefined();
  });

  it.each([
    ['nihgt bus', 'night bus'],
    ['nigt bus', 'night bus'],
    ['nova qartet', 'nova quartet'],
    ['teh beatles', 'the beatles'],
    ['nightbus', 'night bus'],
    ['rem', 'r e m'],
    ['acdc', 'ac dc'],
    ['blak bird', 'blackbird'],
    ['night bsu', 'night bus atlas'],
    ['quartte', 'nova quartet'],
  ])('forgives %s for %s', (query, name) => {
    expect(differenceBetween(query, name)).toBeGreaterThanOrEqual(6000);
  });

  it.each([
    ['xyzzy', 'night bus'],
    ['u2', 'u3'],
    ['night', 'dog'],
    ['1979', '1978'],
    ['night bus', 'night'],
    ['ab', 'cab'],
  ])('sees no similarity between %s and %s', (query, name) => {
    expect(differenceBetween(query, name)).toBeUndefined();
  });

  it('puts everything that begins with the query before what is only similar', () => {
    const text = fc.stringMatching(/^[a-d]{3,10}( [a-d]{1,6})?$/);
    fc.assert(
      fc.property(text, text, (query, rest) => {
        const beginning = differenceBetween(query, `${query}${rest}`);
        expect(beginning).toBeLessThan(3000);
        expect(differenceBetween(query, query)).toBe(0);
      }),
    );
  });

  it('stays within the integers of the API for long texts', () => {
    expect(differenceBetween('a'.repeat(256), 'a'.repeat(2000))).toBe(2499);
  });
});
