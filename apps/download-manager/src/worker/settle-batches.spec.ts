import { describe, expect, it } from '@jest/globals';
import { SettleBatches, type Settled, type Settlement } from './settle-batches.js';

const result = (id: number): Settlement => ({
  item_id: String(id),
  lease_token: 't'.repeat(32),
  outcome: { kind: 'handed_back' },
});

function setup(answer: (settlements: readonly Settlement[]) => Promise<readonly Settled[]>) {
  const sent: string[][] = [];
  const batches = new SettleBatches((settlements) => {
    sent.push(settlements.map(({ item_id }) => item_id));
    return answer(settlements);
  });
  return { batches, sent };
}

describe('results', () => {
  it('leave at once when nothing is on its way, and together when something is', async () => {
    const { batches, sent } = setup((all) => Promise.resolve(all.map(() => 'settled')));
    await Promise.all([1, 2, 3, 4].map((id) => batches.add(result(id))));
    expect(sent).toEqual([['1'], ['2', '3', '4']]);
    await batches.add(result(5));
    expect(sent.at(-1)).toEqual(['5']);
  });

  it('each get their own answer', async () => {
    const answers: Settled[] = ['settled', 'stale'];
    const { batches } = setup((all) => Promise.resolve(all.map(({ item_id }) => answers[Number(item_id) % 2]!)));
    expect(await Promise.all([1, 2, 3].map((id) => batches.add(result(id))))).toEqual(['stale', 'settled', 'stale']);
  });

  it('are no more than one message may carry', async () => {
    const { batches, sent } = setup((all) => Promise.resolve(all.map(() => 'settled')));
    await Promise.all(Array.from({ length: 200 }, (_, id) => batches.add(result(id))));
    expect(sent.map((some) => some.length)).toEqual([1, 64, 64, 64, 7]);
  });

  it('fail together, and the next ones are sent all the same', async () => {
    let isAway = true;
    const { batches } = setup((all) =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve(all.map(() => 'settled')),
    );
    const failed = await Promise.allSettled([1, 2].map((id) => batches.add(result(id))));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect(await batches.add(result(3))).toBe('settled');
  });
});
