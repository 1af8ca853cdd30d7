import { describe, expect, it } from '@jest/globals';
import { oneAhead } from './one-ahead.js';

describe('working one page ahead', () => {
  it.each([[[]], [[1]], [[1, 2, 3, 4]]])('gives every result in order: %j', async (pages: number[]) => {
    const results: number[] = [];
    for await (const result of oneAhead(pages, (page) => Promise.resolve(page * 10))) results.push(result);
    expect(results).toEqual(pages.map((page) => page * 10));
  });

  it('has begun the next page, and no more, when a result is looked at', async () => {
    const begun: number[] = [];
    const work = (page: number): Promise<number> => Promise.resolve(begun.push(page));
    const first = await oneAhead([1, 2, 3, 4], work).next();
    expect([first.value, begun]).toEqual([1, [1, 2]]);
  });

  it('ends with the first failure', async () => {
    const work = (page: number): Promise<number> =>
      page === 2 ? Promise.reject(new Error('two')) : Promise.resolve(page);
    const results = oneAhead([1, 2, 3], work);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('two');
  });
});
