import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_HITS, SearchIndex, type SearchItem } from './search-index.js';

const album = (name: string, artistName = 'Somebody'): SearchItem => ({ kind: 'album', id: name, name, artistName });
const artist = (name: string): SearchItem => ({ kind: 'artist', id: name, name, artistName: '' });

const found = (items: SearchItem[], text: string, ...kinds: ('album' | 'artist')[]) =>
  new SearchIndex(items).find(text, kinds.length > 0 ? kinds : ['album', 'artist']).map(({ id }) => id);

describe('SearchIndex', () => {
  it('does not mind case, accents and punctuation', () => {
    expect(found([album('Små rum'), album('Rumours')], 'SMA')).toEqual(['Små rum']);
    expect(found([artist('AC/DC'), artist('M.I.A.')], 'acdc')).toEqual(['AC/DC']);
    expect(found([artist('Don’t Stop')], "don't")).toEqual(['Don’t Stop']);
  });

  it('ranks the whole name, its beginning, a word, a part of a word, then the artist', () => {
    const items = [album('Unrelated', 'Salt'), album('Basalt'), album('Old Salt'), album('Salt Roads'), album('Salt')];
    expect(found(items, 'salt')).toEqual(['Salt', 'Salt Roads', 'Old Salt', 'Basalt', 'Unrelated']);
  });

  it('finds words of name and artist in any order', () => {
    expect(found([album('Night Bus Atlas', 'The Copper Finches')], 'finches atlas')).toEqual(['Night Bus Atlas']);
    expect(found([album('Night Bus Atlas', 'The Copper Finches')], 'finches letters')).toEqual([]);
  });

  it('looks only among the kinds asked for', () => {
    const items = [album('Salt'), artist('Salt Company')];
    expect(found(items, 'salt', 'artist')).toEqual(['Salt Company']);
    expect(found(items, 'salt', 'album')).toEqual(['Salt']);
  });

  it('finds names without a letter', () => {
    expect(found([artist('!!!'), artist('Wow')], '!!!')).toEqual(['!!!']);
    expect(found([artist('Wow')], '!!!')).toEqual([]);
  });

  it('gives the best of very many', () => {
    const items = Array.from({ length: 500 }, (_unused, index) => album(`Salt ${index}`));
    expect(found([...items, album('Salt')], 'salt')).toHaveLength(MOST_HITS);
    expect(found([...items, album('Salt')], 'salt')[0]).toBe('Salt');
  });

  it('finds every name by itself and by any part of it', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');
    fc.assert(fc.property(name, (text) => expect(found([album(text)], text)).toEqual([text])));
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (parts, from, length) => {
        const whole = parts.join(' ');
        const start = from % whole.length;
        const part = whole.slice(start, start + 1 + (length % whole.length)).trim();
        if (part !== '') expect(found([album(whole)], part)).toEqual([whole]);
      }),
    );
  });
});
