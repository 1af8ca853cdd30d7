import { describe, expect, it } from '@jest/globals';
import { correctionsOf } from './corrections.js';

const textsOf = (...asked: Parameters<typeof correctionsOf>) => correctionsOf(...asked).map(({ words }) => words);

describe('correctionsOf', () => {
  it('takes the nearest word of the catalog for each word', () => {
    expect(textsOf(['nihgt', 'bus'], [['night', 'right', 'nights'], ['bus']])[0]).toEqual(['night', 'bus']);
  });

  it('keeps a word the catalog has, and still tries its neighbours', () => {
    expect(textsOf(['bus', 'nihgt'], [['bus', 'bud'], ['night']])).toEqual([
      ['bus', 'night'],
      ['bud', 'night'],
    ]);
  });

  it('counts the typos, and begins with those that have the fewest', () => {
    const typos = correctionsOf(['harbor', 'bus'], [['harbours', 'harbour'], ['bus']]).map((text) => text.typos);
    expect(typos).toEqual([1, 2]);
  });

  it('knows nothing when a word has no neighbour', () => {
    expect(textsOf(['xyzzy', 'bus'], [[], ['bus']])).toEqual([]);
    expect(textsOf(['night', 'bus'], [['elephant'], ['bus']])).toEqual([]);
  });

  it('does not answer with the query itself', () => {
    expect(textsOf(['bus'], [['bus']])).toEqual([]);
  });

  it('stays few, however many words there are', () => {
    const words = Array.from({ length: 12 }, () => 'night');
    const neighbours = words.map(() => ['nighta', 'nightb', 'nightc', 'nightd', 'nighte']);
    expect(textsOf(words, neighbours)).toHaveLength(3);
  });
});
