import { describe, expect, it } from '@jest/globals';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { Ranking } from './rank.js';

let rows = 0;
const candidate = (type: SearchType, id: string, text: string) => ({ type, id, text, rowId: (rows += 1) });
type Named = ReturnType<typeof candidate>;
const rank = (query: string, candidates: Named[]) => {
  const ranking = new Ranking(query);
  ranking.add(candidates);
  return ranking.inOrder();
};
const idsOf = (query: string, candidates: Named[]) =>
  rank(query, candidates).map((match) => candidates.find(({ rowId }) => rowId === match.rowId)?.id);

describe('rank', () => {
  it('puts equal names first, at 0 whatever their type', () => {
    const candidates = [candidate('artist', 'a', 'nova quartet'), candidate('track', 't', 'nova')];
    expect(idsOf('nova', candidates)).toEqual(['t', 'a']);
    expect(rank('nova', candidates)[0]).toMatchObject({ score: 0, adjustedScore: 0 });
  });

  it('prefers artists to albums to tracks that match alike', () => {
    const named = (type: SearchType) => candidate(type, type, 'nova quartet');
    expect(idsOf('nova', [named('track'), named('album'), named('artist')])).toEqual(['artist', 'album', 'track']);
  });

  it('orders ties by name, then by id', () => {
    const candidates = [
      candidate('track', 't3', 'line b'),
      candidate('track', 't2', 'line a'),
      candidate('track', 't1', 'line a'),
    ];
    expect(idsOf('line', candidates)).toEqual(['t1', 't2', 't3']);
  });

  it('leaves out what is not similar, and names everything once', () => {
    const line = candidate('track', 't1', 'line 42');
    expect(idsOf('line', [line, candidate('track', 't2', 'dog'), line])).toEqual(['t1']);
  });
});
