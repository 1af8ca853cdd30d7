import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base62Of, libraryId } from './library-ids.js';

describe('libraryId', () => {
  it('is 22 base62 characters, whatever identifies the thing', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (identity) => {
        expect(libraryId('album', ...identity)).toMatch(/^[0-9A-Za-z]{22}$/);
      }),
    );
  });

  it('never changes, for catalogs hold these ids', () => {
    expect(libraryId('artist', 'name', 'marea vidal')).toBe('7WTGherwjgMoOhjtCe60iZ');
  });

  it('keeps kinds and boundaries apart', () => {
    const ids = [libraryId('album', 'a', 'bc'), libraryId('album', 'ab', 'c'), libraryId('track', 'a', 'bc')];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('base62Of', () => {
  it('covers the whole range in order and without collisions', () => {
    expect(base62Of('0'.repeat(32))).toBe('0'.repeat(22));
    const hex = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((value) => value.toString(16).padStart(32, '0'));
    fc.assert(
      fc.property(hex, hex, (one, other) => {
        expect(base62Of(one) === base62Of(other)).toBe(one === other);
        expect(base62Of(one)).toHaveLength(22);
      }),
    );
  });
});
