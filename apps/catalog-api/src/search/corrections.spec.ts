import { describe, expect, it } from '@jest/globals';
import { correctionsOf } from './corrections.js';

describe('correctionsOf', () => {
  it('takes the nearest word of the catalog for each word', () => {
    expect(correctionsOf(['nihgt', 'bus'], [['night', 'right', 'nights'], ['bus']])[0]).toEqual(['night', 'bus']);
  });

  it('keeps a word the catalog has, and still tries its neighbours', () => {
    expect(correctionsOf(['bus', 'nihgt'], [['bus', 'bud'], ['night']])).toEqual([
      ['bus', 'night'],
      ['bud', 'night'],
    ]);
  });

  it('knows nothing when a word has no neighbour', () => {
    expect(correctionsOf(['xyzzy', 'bus'], [[], ['bus']])).toEqual([]);
    expect(correctionsOf(['night', 'bus'], [['elephant'], ['bus']])).toEqual([]);
  });

  it('does not answer with the query itself', () => {
    expect(correctionsOf(['bus'], [['bus']])).toEqual([]);
  });

  it('stays few, however many words there are', () => {
    const words = Array.from({ length: 12 }, () => 'night');
    const neighbours = words.map(() => ['nighta', 'nightb', 'nightc', 'nightd', 'nighte']);
    expect(correctionsOf(words, neighbours)).toHaveLength(3);
  });
});
