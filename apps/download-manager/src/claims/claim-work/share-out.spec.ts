import { describe, expect, it } from '@jest/globals';
import { shareOut } from './share-out.js';

const shares = (items: number[], ...wanted: number[]) =>
  shareOut(
    items,
    wanted.map((one) => ({ wanted: one })),
  ).map((share) => share.items);

describe('sharing out', () => {
  it('gives each what it wants, in order', () => {
    expect(shares([1, 2, 3, 4, 5, 6], 1, 3, 2)).toEqual([[1], [2, 3, 4], [5, 6]]);
  });

  it('gives the later ones less or nothing when there is too little', () => {
    expect(shares([1, 2, 3], 2, 2, 2)).toEqual([[1, 2], [3], []]);
    expect(shares([], 1)).toEqual([[]]);
  });
});
