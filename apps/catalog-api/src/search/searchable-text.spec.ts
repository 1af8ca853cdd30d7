import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchableText, wordsOf } from './searchable-text.js';

describe('searchableText', () => {
  it.each([
    ['Night Bus', 'night bus'],
    ['  Små   rum ', 'sma rum'],
    ['Björk Guðmundsdóttir', 'bjork gudmundsdottir'],
    ['Sigur Rós – Ágætis byrjun', 'sigur ros agaetis byrjun'],
    ["Don't Stop (Live)", 'dont stop live'],
    ['Rock ’n’ Roll', 'rock n roll'],
    ['AC/DC', 'ac dc'],
    ['Motörhead', 'motorhead'],
    ['Straße', 'strasse'],
    ['!!!', '!!!'],
    ['東京事変', '東京事変'],
    ['がらくた', 'がらくた'],
    ['हिन्दी', 'हिन्दी'],
    ['Ａｂｃ', 'abc'],
    ['İstanbul', 'istanbul'],
    ['Ω Άλφα', 'ω αλφα'],
    ['👩\u200d👧 ♥', '👩 👧 ♥'],
    ['\u0001\ud800\n', ''],
    ['   ', ''],
  ])('%j becomes %j', (name, text) => {
    expect(searchableText(name)).toBe(text);
  });

  it('does not change what it has already made', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const once = searchableText(name);
        expect(searchableText(once)).toBe(once);
      }),
    );
  });
});

describe('wordsOf', () => {
  it('splits at the spaces', () => {
    expect(wordsOf('night bus')).toEqual(['night', 'bus']);
    expect(wordsOf('')).toEqual([]);
  });
});
