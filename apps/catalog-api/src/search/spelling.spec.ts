import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSpellable, spacingsOf, spellingsOf, tolerableTypos, typosBetween } from './spelling.js';

describe('spacingsOf', () => {
  it('puts one space into a word, and any number into a short one', () => {
    expect(spacingsOf('daftpunk')).toContain('daft punk');
    expect(spacingsOf('daftpunk')).toHaveLength(7);
    expect(spacingsOf('nwa').sort()).toEqual(['n w a', 'n wa', 'nw a']);
  });

  it.each(['', 'a', 'x'.repeat(25)])('is nothing for %j', (word) => {
    expect(spacingsOf(word)).toEqual([]);
  });
});

describe('spellingsOf', () => {
  it('lists the word and what is left of it without one letter', () => {
    expect(spellingsOf('bus')).toEqual(['bus', 'us', 'bs', 'bu']);
    expect(spellingsOf('too')).toEqual(['too', 'oo', 'to']);
  });

  it('looks at the beginning of long words only', () => {
    expect(spellingsOf('nightingale')).toHaveLength(9);
    expect(spellingsOf('nightingale')[0]).toBe('nighting');
  });

  const letter = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const word = fc.array(letter, { minLength: 3, maxLength: 12 });
  const mistyped = fc
    .tuple(word, fc.nat(), letter, fc.constantFrom('added', 'missing', 'wrong', 'swapped'))
    .map(([letters, position, other, mistake]) => {
      const at = position % letters.length;
      if (mistake === 'added') return [letters, letters.toSpliced(at, 0, other)];
      if (mistake === 'missing') return [letters, letters.toSpliced(at, 1)];
      if (mistake === 'wrong') return [letters, letters.with(at, other)];
      const next = Math.min(at + 1, letters.length - 1);
      return [letters, letters.with(at, letters[next]!).with(next, letters[at]!)];
    })
    .map((pair) => pair.map((letters) => letters.join('')) as [string, string]);

  it('has a spelling in common for any two words one typo apart', () => {
    fc.assert(
      fc.property(mistyped, ([right, wrong]) => {
        const shared = new Set(spellingsOf(right));
        expect(spellingsOf(wrong).some((spelling) => shared.has(spelling))).toBe(true);
        expect(typosBetween(right, wrong)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('typosBetween', () => {
  it.each([
    ['night', 'night', 0],
    ['night', 'nihgt', 1],
    ['the', 'teh', 1],
    ['night', 'nigth', 1],
    ['night', 'knight', 1],
    ['night', 'light', 1],
    ['night', 'fight club', 6],
    ['abcd', 'badc', 3],
    ['ab', 'cd', 2],
  ])('%s and %s: %i', (one, other, typos) => {
    expect(typosBetween(one, other)).toBe(typos);
  });
});

describe('tolerableTypos', () => {
  it.each([
    ['u2', 0],
    ['the', 1],
    ['night', 1],
    ['quartet', 2],
    ['1979', 0],
  ])('%s: %i', (word, typos) => {
    expect(tolerableTypos(word)).toBe(typos);
  });

  it('takes neither codes nor very long texts for words', () => {
    expect(['mp3', 'ab', 'a'.repeat(25)].filter(isSpellable)).toEqual([]);
  });
});
