import { describe, expect, it } from '@jest/globals';
import { type FoundEntity } from '../storage/catalog/search-answer.repository.js';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { type Match } from './rank.js';
import { answerOf } from './search-answer.js';

const match = (id: string, adjustedScore: number, type: SearchType = 'track'): Match => ({
  ...{ id, type, rowId: 1, text: 'line', score: adjustedScore + 5, adjustedScore },
});

const answer = (matches: Match[], tracks: FoundEntity[], inFull = true): unknown[] =>
  JSON.parse(answerOf(matches, { artist: [], album: [], track: tracks }, inFull)) as unknown[];

describe('answerOf', () => {
  it('puts the best first, ties by name, then id', () => {
    const tracks = [
      { id: 't1', name: 'Line B' },
      { id: 't3', name: 'Line A' },
      { id: 't2', name: 'Line A' },
      { id: 't4', name: 'Line Z' },
    ];
    const matches = [match('t1', 9), match('t3', 9), match('t2', 9), match('t4', 1)];
    expect(answer(matches, tracks)).toEqual([tracks[3], tracks[2], tracks[1], tracks[0]]);
  });

  it('leaves out what has gone since it was found, and does not take one kind for another', () => {
    expect(answer([match('t1', 0), match('t2', 0), match('t1', 0, 'artist')], [{ id: 't1', name: 'Line' }])).toEqual([
      { id: 't1', name: 'Line' },
    ]);
  });

  it('names an artist once, at the first of several roles', () => {
    const credits: [string, string][] = [
      ['a2', 'Berg'],
      ['a1', 'Nova'],
      ['a2', 'Berg'],
    ];
    expect(answer([match('t1', 0)], [{ id: 't1', name: 'Line', artists_ids_names: credits }])).toEqual([
      { id: 't1', name: 'Line', artists_ids_names: credits.slice(0, 2) },
    ]);
  });

  it('tells how well names match where the entities are not asked for', () => {
    expect(answer([match('t1', 7)], [{ id: 't1', name: 'Line' }], false)).toEqual([
      { item_type: 'Track', item_id: 't1', score: 12, adjusted_score: 7, matchable_text: 'line' },
    ]);
  });
});
