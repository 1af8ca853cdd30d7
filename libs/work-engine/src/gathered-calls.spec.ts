import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { GatheredCalls, type GatheringTerms } from './gathered-calls.js';

/** Until a round that can begin has begun. */
async function otherTurns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Answers with twice the call once the test lets the round go on; 13 cannot be answered. */
function setup(terms: GatheringTerms<number> = {}) {
  const rounds: { calls: readonly number[]; end: () => void }[] = [];
  const gathered = new GatheredCalls<number, number>((round) => {
    const calls = round();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    rounds.push({ calls, end: () => resolve(undefined) });
    return promise.then(() => {
      if (calls.includes(13)) throw new Error('unlucky');
      return calls.map((call) => 2 * call);
    });
  }, terms);
  const asked = (...calls: number[]) => Promise.allSettled(calls.map((call) => gathered.execute(call)));
  const endAll = async (): Promise<number[][]> => {
    await otherTurns();
    // Also those that begin meanwhile.
    for (const { end } of rounds) {
      end();
      await otherTurns();
    }
    return rounds.map(({ calls }) => [...calls]);
  };
  return { gathered, asked, endAll };
}

const values = (settled: PromiseSettledResult<number>[]) =>
  settled.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message));

describe('gathered calls', () => {
  it('of one moment share a round, those that come meanwhile the next one', async () => {
    const { asked, endAll } = setup();
    const first = asked(1, 2);
    await otherTurns();
    const later = [asked(3), asked(4)];
    expect(await endAll()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect((await Promise.all([first, ...later])).map(values)).toEqual([[2, 4], [6], [8]]);
  });

  it('join a round that waits for its turn, until it takes its calls', async () => {
    const turn = Promise.withResolvers<undefined>();
    const gathered = new GatheredCalls<number, number>(async (round) => {
      await turn.promise;
      return round().map(() => round().length);
    });
    const first = gathered.execute(1);
    await otherTurns();
    const second = gathered.execute(2);
    turn.resolve(undefined);
    expect(await Promise.all([first, second])).toEqual([2, 2]);
  });

  it('fail together when their round fails before it takes them', async () => {
    const gathered = new GatheredCalls<number, number>(() => Promise.reject(new Error('closed')));
    const failed = Promise.allSettled([gathered.execute(1), gathered.execute(2)]);
    expect(values(await failed)).toEqual(['closed', 'closed']);
  });

  it('wait for as many as shared the last round, where they are told to be patient', async () => {
    const { asked, endAll } = setup({ patienceMs: 60_000 });
    void asked(1, 2);
    await endAll();
    const third = asked(3);
    await endAll();
    const fourth = asked(4);
    expect(await endAll()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect((await Promise.all([third, fourth])).map(values)).toEqual([[6], [8]]);
  });

  it('wait no longer than they are told to, and for nobody after a call that was alone', async () => {
    const { asked, endAll } = setup({ patienceMs: 200 });
    void asked(1, 2);
    await endAll();
    const alone = asked(3);
    while ((await endAll()).length < 2);
    expect(values(await alone)).toEqual([6]);
    void asked(4);
    expect(await endAll()).toEqual([[1, 2], [3], [4]]);
  });

  it('begin anew after a pause', async () => {
    const { asked, endAll } = setup();
    const first = asked(1);
    await endAll();
    const second = asked(2);
    expect(await endAll()).toEqual([[1], [2]]);
    expect((await Promise.all([first, second])).map(values)).toEqual([[2], [4]]);
  });

  it('are no more than allowed in one round, in their order', async () => {
    const { asked, endAll } = setup({ most: 2 });
    const all = asked(1, 2, 3, 4, 5);
    expect(await endAll()).toEqual([[1, 2], [3, 4], [5]]);
    expect(values(await all)).toEqual([2, 4, 6, 8, 10]);
  });

  it('are no heavier than allowed in one round; one that is heavier by itself has its own', async () => {
    const { asked, endAll } = setup({ weightOf: (call) => call, mostWeight: 5 });
    void asked(7, 2, 2, 2, 5, 1);
    expect(await endAll()).toEqual([[7], [2, 2], [2], [5], [1]]);
  });

  it('fail together, or alone where they are tried alone', async () => {
    const together = setup();
    const failed = together.asked(1, 13);
    await together.endAll();
    expect(values(await failed)).toEqual(['unlucky', 'unlucky']);
    const alone = setup({ isTriedAlone: () => true });
    const tried = alone.asked(1, 13, 2);
    expect(await alone.endAll()).toEqual([[1, 13, 2], [1], [13], [2]]);
    expect(values(await tried)).toEqual([2, 'unlucky', 4]);
    const notThen = setup({ isTriedAlone: (error) => (error as Error).message !== 'unlucky' });
    void notThen.asked(1, 13);
    expect(await notThen.endAll()).toEqual([[1, 13]]);
  });

  it('fail when some of them are left unanswered', async () => {
    const gathered = new GatheredCalls<number, number>((round) => Promise.resolve(round().slice(1)));
    await expect(Promise.all([gathered.execute(1), gathered.execute(2)])).rejects.toThrow('2 calls had 1 answers');
  });

  it('see the context of the first of their round', async () => {
    const storage = new AsyncLocalStorage<string>();
    const gathered = new GatheredCalls<number, string | undefined>((round) =>
      Promise.resolve(round().map(() => storage.getStore())),
    );
    const first = storage.run('one', () => gathered.execute(1));
    const other = storage.run('other', () => gathered.execute(2));
    expect(await Promise.all([first, other])).toEqual(['one', 'one']);
    expect(await storage.run('third', () => gathered.execute(3))).toBe('third');
  });
});
