import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '@pezzottify/testing';
import fc from 'fast-check';
import { TokenBuckets } from './token-buckets.js';

function setup(perMinute = 10) {
  const clock = new FakeClock();
  return { clock, buckets: new TokenBuckets(perMinute, clock) };
}

const taken = (buckets: TokenBuckets, times: number, key = 'a'): number =>
  Array.from({ length: times }, () => buckets.take(key)).filter((wait) => wait === 0).length;

describe('token buckets', () => {
  it('never give more than their capacity and what was refilled, and wait no longer than they say', () => {
    const steps = fc.array(fc.record({ advance: fc.integer({ min: 0, max: 90 }), takes: fc.nat(30) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.constantFrom(1, 10, 60, 100, 200), steps, (perMinute, given) => {
        const { clock, buckets } = setup(perMinute);
        let elapsed = 0;
        let total = 0;
        for (const { advance, takes } of given) {
          clock.advance(advance);
          elapsed += advance;
          const now = taken(buckets, takes);
          total += now;
          expect(now).toBeLessThanOrEqual(perMinute);
          expect(total).toBeLessThanOrEqual(perMinute + (elapsed * perMinute) / 60);
        }
        const wait = buckets.take('a');
        clock.advance(wait);
        if (wait > 0) expect(buckets.take('a')).toBe(0);
      }),
    );
  });

  it('give their whole capacity at once, then one each sixth second', () => {
    const { clock, buckets } = setup();
    expect(taken(buckets, 20)).toBe(10);
    expect(buckets.take('a')).toBe(6);
    clock.advance(5);
    expect(buckets.take('a')).toBe(1);
    clock.advance(1);
    expect(taken(buckets, 2)).toBe(1);
    clock.advance(3600);
    expect(taken(buckets, 20)).toBe(10);
  });

  it('count each key by itself', () => {
    const { buckets } = setup();
    taken(buckets, 20);
    expect(taken(buckets, 20, 'b')).toBe(10);
  });

  it('take nothing from anybody when the clock is set back, and refill from there', () => {
    const { clock, buckets } = setup();
    taken(buckets, 8);
    clock.advance(-3600);
    expect(taken(buckets, 5)).toBe(2);
    clock.advance(12);
    expect(taken(buckets, 5)).toBe(2);
  });

  it('hold what is put back, but never more than their capacity', () => {
    const { buckets } = setup();
    taken(buckets, 10);
    buckets.putBack('a');
    expect(taken(buckets, 5)).toBe(1);
    buckets.putBack('b');
    expect(taken(buckets, 20, 'b')).toBe(10);
  });

  it('still refuse a caller when ten thousand others came before a minute is over', () => {
    const { clock, buckets } = setup();
    for (let n = 0; n < 9_000; n += 1) buckets.take(`early-${n}`);
    clock.advance(60);
    taken(buckets, 10);
    for (let n = 0; n < 9_000; n += 1) buckets.take(`late-${n}`);
    expect(buckets.take('a')).toBe(6);
  });

  it('forgive those who were away for longest, not those who came first', () => {
    const { buckets } = setup();
    taken(buckets, 9);
    for (let n = 0; n < 9_999; n += 1) buckets.take(`other-${n}`);
    buckets.take('a');
    buckets.take('one too many');
    expect(buckets.take('a')).toBe(6);
    expect(taken(buckets, 20, 'other-0')).toBe(10);
  });
});
