import { describe, expect, it } from '@jest/globals';
import { type SessionAdmitReply } from '@pezzottify/contracts';
import { VerdictCache } from './verdict-cache.js';

const VERDICT: SessionAdmitReply = { kind: 'no_session' };

function setup(maxEntries = 10) {
  let now = 1000;
  const cache = new VerdictCache({ validMs: 5000, maxEntries, now: () => now });
  return { cache, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('VerdictCache', () => {
  it('keeps a verdict for its time, counted from the question', () => {
    const { cache, pass } = setup();
    const keep = cache.beginQuestion('a');
    pass(2000);
    keep(VERDICT);
    pass(2999);
    expect(cache.get('a')).toBe(VERDICT);
    pass(1);
    expect(cache.get('a')).toBeUndefined();
  });

  it('knows nothing any more when it was emptied', () => {
    const { cache } = setup();
    cache.beginQuestion('a')(VERDICT);
    cache.clear();
    expect(cache.get('a')).toBeUndefined();
  });

  it('does not keep an answer that may be older than the emptying', () => {
    const { cache } = setup();
    const keep = cache.beginQuestion('a');
    cache.clear();
    keep(VERDICT);
    expect(cache.get('a')).toBeUndefined();
  });

  it('drops the oldest when it is full', () => {
    const { cache } = setup(2);
    for (const key of ['a', 'b', 'a', 'c']) cache.beginQuestion(key)(VERDICT);
    expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  });
});
