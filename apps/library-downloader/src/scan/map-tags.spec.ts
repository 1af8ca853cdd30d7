import { describe, expect, it } from '@jest/globals';
import { type IAudioMetadata } from 'music-metadata';
import { mapTags } from './map-tags.js';

type Common = IAudioMetadata['common'];
const NUMBERS = { no: null, of: null };
const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';

const tags = (common: Partial<Common>, native: IAudioMetadata['native'] = {}) =>
  mapTags({ common: { track: NUMBERS, disk: NUMBERS, movementIndex: NUMBERS, ...common }, native });

describe('mapTags', () => {
  it('leaves out what is not tagged', () => {
    expect(tags({ title: ' ', track: { no: 0, of: 3 } })).not.toHaveProperty('title');
    expect(tags({ track: { no: 0, of: 3 } })).not.toHaveProperty('track');
  });

  it('prefers the full date to the year', () => {
    expect(tags({ date: '2018-06-01', year: 2018 }).date).toBe('2018-06-01');
    expect(tags({ date: 'unknown', year: 2018 }).date).toBe('2018');
  });

  it('reads several MusicBrainz ids out of one tag, and none if one of them is broken', () => {
    expect(tags({ musicbrainz_artistid: [`${A};${B}`] }).artistIds).toEqual([A, B]);
    expect(tags({ musicbrainz_artistid: [A, 'unknown'] }).artistIds).toEqual([]);
  });

  it('takes the album artist also from the single tag', () => {
    expect(tags({ albumartist: 'Marea Vidal' }).albumArtists).toEqual(['Marea Vidal']);
  });

  it.each([
    ['iTunes', { id: 'rtng', value: 1 }, true],
    ['iTunes, clean', { id: 'rtng', value: 2 }, false],
    ['Vorbis comment', { id: 'ITUNESADVISORY', value: '1' }, true],
    ['ID3', { id: 'TXXX:ITUNESADVISORY', value: '4' }, true],
    ['another tag', { id: 'TRCK', value: '1' }, false],
  ])('knows the mark for explicit content of %s', (_name, tag, isExplicit) => {
    expect(tags({}, { native: [tag] }).isExplicit).toBe(isExplicit);
  });
});
