import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENDPOINT_CATEGORIES } from '../gateway/bandwidth/endpoint-category.js';
import { type BandwidthSum, BandwidthSums } from './bandwidth-sums.js';

const request = fc.record({
  userId: fc.integer({ min: 1, max: 3 }),
  date: fc.constantFrom(20250101, 20250102),
  category: fc.constantFrom(...ENDPOINT_CATEGORIES.slice(0, 3)),
  bytesSent: fc.nat(1e9),
  requestCount: fc.constant(1),
});

function sumsOf(requests: readonly BandwidthSum[]): BandwidthSums {
  const sums = new BandwidthSums();
  for (const one of requests) sums.add(one);
  return sums;
}
const total = (list: readonly BandwidthSum[]) => [
  list.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
  list.reduce((sum, { requestCount }) => sum + requestCount, 0),
];
const keysOf = (list: readonly BandwidthSum[]) =>
  list.map(({ userId, date, category }) => `${userId} ${date} ${category}`);

describe('the sums of bandwidth', () => {
  it('hold every request once, and one entry for each user, day and category', () => {
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        const list = sumsOf(requests).list();
        expect(total(list)).toEqual(total(requests));
        expect(keysOf(list).sort()).toEqual([...new Set(keysOf(requests))].sort());
      }),
    );
  });

  it('are the same whether requests were summed at once or in parts', () => {
    fc.assert(
      fc.property(fc.array(request), fc.array(request), (first, second) => {
        const together = sumsOf(second);
        together.addAll(sumsOf(first));
        const key = (sum: BandwidthSum) => JSON.stringify(sum);
        expect(together.list().map(key).sort()).toEqual(
          sumsOf([...first, ...second])
            .list()
            .map(key)
            .sort(),
        );
      }),
    );
  });

  it('are empty until something is added', () => {
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        expect(sumsOf(requests).isEmpty).toBe(requests.length === 0);
      }),
    );
  });
});
