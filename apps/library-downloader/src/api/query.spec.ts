import { describe, expect, it } from '@jest/globals';
import { searchedKinds, searchedText, wholeNumber } from './query.js';

const BAD = expect.objectContaining({ code: 'BAD_REQUEST' });

describe('search parameters', () => {
  it('asks for words to search for', () => {
    expect(searchedText({ q: ' salt ' })).toBe('salt');
    for (const query of [{}, { q: '  ' }, { q: ['a', 'b'] }, { q: 'x'.repeat(257) }]) {
      expect(() => searchedText(query)).toThrow(BAD);
    }
  });

  it('searches everything unless told what', () => {
    expect(searchedKinds({})).toEqual(['album', 'artist']);
    expect(searchedKinds({ type: 'artist' })).toEqual(['artist']);
    expect(() => searchedKinds({ type: 'track' })).toThrow(BAD);
  });
});

describe('wholeNumber', () => {
  it('accepts what is in range and names what is allowed otherwise', () => {
    const limit = (text?: string) => wholeNumber({ limit: text }, 'limit', { default: 100, min: 1, max: 1000 });
    expect([limit(), limit('1'), limit('1000')]).toEqual([100, 1, 1000]);
    for (const text of ['0', '1001', '-1', '1.5', '1e2', '', 'many'])
      expect(() => limit(text)).toThrow('from 1 to 1000');
  });
});
