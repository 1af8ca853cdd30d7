import { describe, expect, it } from '@jest/globals';
import { currentTraceparent, runWithTrace, traceparentOrNew } from './trace-context.js';

const VALID = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('traceparentOrNew', () => {
  it('takes over a valid one', () => {
    expect(traceparentOrNew(VALID)).toBe(VALID);
  });

  it.each([
    ['nothing', undefined],
    ['another version', VALID.replace('00-', '01-')],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['a parent id of zeros', `00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`],
    ['capitals', VALID.toUpperCase()],
    ['a longer one', `${VALID}-x`],
    ['a list', [VALID]],
  ])('begins a new trace for %s', (_what, candidate) => {
    expect(traceparentOrNew(candidate)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(traceparentOrNew(candidate)).not.toBe(traceparentOrNew(candidate));
  });
});

describe('new traces', () => {
  it('never share an id', () => {
    const ids = Array.from({ length: 2_000 }, () => traceparentOrNew(undefined).split('-'));
    expect(new Set(ids.map(([, trace]) => trace)).size).toBe(2_000);
    expect(new Set(ids.map(([, , parent]) => parent)).size).toBe(2_000);
  });
});

describe('runWithTrace', () => {
  it('follows asynchronous work and ends with it', async () => {
    const seen = await runWithTrace(VALID, async () => {
      await Promise.resolve();
      return currentTraceparent();
    });
    expect([seen, currentTraceparent()]).toEqual([VALID, undefined]);
  });
});
