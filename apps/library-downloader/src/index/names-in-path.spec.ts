import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { namesInPath, splitDiscFromTitle, type NamesInPath } from './names-in-path.js';

describe('namesInPath', () => {
  const cases: [string, Partial<NamesInPath>][] = [
    [
      'Vidal/2021 - Letters/01 - Salt.mp3',
      { artist: 'Vidal', album: 'Letters', year: '2021', number: 1, title: 'Salt' },
    ],
    ['Vidal/Letters (2021) [FLAC]/02. Ink.flac', { artist: 'Vidal', album: 'Letters', year: '2021', number: 2 }],
    [
      'Finches/Atlas/CD2/03 Last.mp3',
      { artist: 'Finches', album: 'Atlas', disc: 2, number: 3, albumFolder: 'Finches/Atlas' },
    ],
    ['Finches/Atlas/Disc 1 - Day/1-04 Depot.mp3', { disc: 1, number: 4, title: 'Depot' }],
    ['Finches/Atlas/2-05 - Bus.mp3', { disc: 2, number: 5, title: 'Bus' }],
    ['Finches - Atlas/07_Request_Stop.mp3', { artist: 'Finches', album: 'Atlas', number: 7, title: 'Request Stop' }],
    ['Finches/Finches - Atlas/Depot.mp3', { artist: 'Finches', album: 'Atlas', number: null, title: 'Depot' }],
    ['Finches/Day - Night/Depot.mp3', { artist: 'Finches', album: 'Day - Night' }],
    ['Lindqvåg - Vind.ogg', { artist: 'Lindqvåg', album: null, title: 'Vind', albumFolder: '' }],
    ['1999/01 - Sign.mp3', { album: '1999', year: null }],
    ['Vidal/2021/01.mp3', { album: '2021', number: null, title: '01' }],
    ['CD1/01 - Salt.mp3', { album: 'CD1', disc: 1 }],
    ['Vidal/Letters/00 - Hidden.mp3', { number: null, title: 'Hidden' }],
  ];

  it.each(cases)('reads %s', (path, names) => {
    expect(namesInPath(path)).toMatchObject(names);
  });

  it('finds a title, and numbers from 1, in every path', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('/'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const { title, number, disc } = namesInPath(`${parts.join('/')}x.mp3`);
        expect(title).not.toBe('');
        expect(number ?? 1).toBeGreaterThanOrEqual(1);
        expect(disc ?? 1).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('splitDiscFromTitle', () => {
  it.each([
    ['Atlas (Disc 2)', 'Atlas', 2],
    ['Atlas [CD 1: Day]', 'Atlas', 1],
    ['Atlas - CD2', 'Atlas', 2],
    ['Atlas, disc 3', 'Atlas', 3],
    ['Atlas', 'Atlas', null],
    ['Compact Disc 2', 'Compact Disc 2', null],
    ['Disc 1', 'Disc 1', null],
    ['Atlas (Disc 0)', 'Atlas (Disc 0)', null],
  ])('takes %s for %s, disc %s', (text, title, disc) => {
    expect(splitDiscFromTitle(text)).toEqual({ title, disc });
  });
});
