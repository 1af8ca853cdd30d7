import { describe, expect, it } from '@jest/globals';
import { PlayCounts } from './play-counts.js';

describe('PlayCounts', () => {
  it('adds up what arrives in parts', () => {
    const counts = new PlayCounts();
    counts.add([{ id: 'a', plays: 1 }]);
    counts.add([
      { id: 'b', plays: 2 },
      { id: 'a', plays: 3 },
    ]);
    expect(counts.contenders(5)).toEqual([
      { id: 'a', plays: 4 },
      { id: 'b', plays: 2 },
    ]);
  });

  it('keeps everyone who ties for the last place', () => {
    const counts = new PlayCounts();
    counts.add(['a', 'b', 'c'].map((id) => ({ id, plays: 1 })));
    counts.add([{ id: 'd', plays: 9 }]);
    counts.add([{ id: 'e', plays: 0 }]);
    expect(counts.contenders(2).map(({ id }) => id)).toEqual(['d', 'a', 'b', 'c']);
  });
});
