import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StarvationTurns } from './starvation-turns.js';

describe('turns of the starving', () => {
  it('are every fourth claim when items are claimed one by one', () => {
    const turns = new StarvationTurns();
    const slots = Array.from({ length: 9 }, () => {
      const offered = turns.slotsIn(1);
      turns.claimed(1, 1);
      return offered;
    });
    expect(slots).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
  });

  it('are one in four of a batch', () => {
    expect(new StarvationTurns().slotsIn(10)).toBe(2);
  });

  it('are a quarter of all claims, however those are batched', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 64 })), (batches) => {
        const turns = new StarvationTurns();
        const offered = batches.map((wanted) => {
          const slots = turns.slotsIn(wanted);
          turns.claimed(wanted, wanted);
          return slots;
        });
        const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
        expect(sum(offered)).toBe(Math.floor(sum(batches) / 4));
      }),
    );
  });

  it('do not come twice because the batch that was offered one found too little', () => {
    const turns = new StarvationTurns();
    expect(turns.slotsIn(4)).toBe(1);
    turns.claimed(4, 1);
    expect([1, 2, 3].map(() => (turns.claimed(1, 1), turns.slotsIn(1)))).toEqual([0, 0, 1]);
  });
});
