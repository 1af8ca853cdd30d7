import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameKey, searchText } from './text-keys.js';

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('nameKey', () => {
  it.each([
    ['Björk', 'BJORK'],
    ['Beyonce\u0301', 'Beyoncé'],
    ['Don’t  Stop', "don't stop"],
    ['Sigur Rós — Ágætis', 'sigur ros - agaetis'],
    ['Straße', 'STRASSE'],
    ['İstanbul', 'istanbul'],
  ])('takes %s and %s for the same name', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['+', '-'],
    ['÷ (Deluxe)', '× (Deluxe)'],
    ['कि', 'की'],
    ['が', 'か'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('is its own key', () => {
    fc.assert(fc.property(anyText, (text) => expect(nameKey(nameKey(text))).toBe(nameKey(text))));
  });
});

describe('searchText', () => {
  it('reduces names to words', () => {
    expect(searchText('AC/DC: Don’t (Live!)')).toBe('ac dc dont live');
    expect(searchText('!!!')).toBe('!!!');
  });

  it('is its own search text', () => {
    fc.assert(fc.property(anyText, (text) => expect(searchText(searchText(text))).toBe(searchText(text))));
  });
});
