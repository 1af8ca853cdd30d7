import { describe, expect, it } from '@jest/globals';
import { type AudioTags } from '../scan/known-file.js';
import { tagsOf } from '../scan/known-file.fixture.js';
import { creditsOf } from './credits.js';

const credits = (tags: Partial<AudioTags>) =>
  creditsOf(tagsOf(tags), 'Fallback').map(({ name, role, musicBrainzId }) => [name, role, musicBrainzId]);

describe('creditsOf', () => {
  it('names the fallback when the tags name nobody', () => {
    expect(credits({})).toEqual([['Fallback', 'MainArtist', null]]);
  });

  it('takes guests out of one text', () => {
    expect(credits({ artists: ['Vidal (feat. Finch & Lindqvåg)'] })).toEqual([
      ['Vidal', 'MainArtist', null],
      ['Finch', 'FeaturedArtist', null],
      ['Lindqvåg', 'FeaturedArtist', null],
    ]);
  });

  it('does not take names apart that only look like it', () => {
    expect(credits({ artists: ['Defeat'] })).toEqual([['Defeat', 'MainArtist', null]]);
    expect(credits({ artists: ['feat. Nobody'] })).toEqual([['feat. Nobody', 'MainArtist', null]]);
    expect(credits({ artists: ['Salt & Kelp'] })).toEqual([['Salt & Kelp', 'MainArtist', null]]);
  });

  it('tells guests among several artists by the line that people read', () => {
    const tags = { artists: ['Vidal', 'Finch'], artistText: 'Vidal ft. Finch', artistIds: ['id-v', 'id-f'] };
    expect(credits(tags)).toEqual([
      ['Vidal', 'MainArtist', 'id-v'],
      ['Finch', 'FeaturedArtist', 'id-f'],
    ]);
    expect(credits({ ...tags, artistText: 'Vidal & Finch' }).map(([, role]) => role)).toEqual([
      'MainArtist',
      'MainArtist',
    ]);
  });

  it('ties ids to names only while there are as many of each', () => {
    expect(credits({ artists: ['Vidal', 'Finch'], artistIds: ['id-v'] }).map(([, , id]) => id)).toEqual([null, null]);
    expect(credits({ artists: ['Vidal feat. Finch'], artistIds: ['id-v'] })).toEqual([
      ['Vidal', 'MainArtist', 'id-v'],
      ['Finch', 'FeaturedArtist', null],
    ]);
    expect(credits({ artists: ['Vidal feat. Finch'], artistIds: ['id-v', 'id-f'] })[1]).toContain('id-f');
  });

  it('adds those who do not perform after those who do', () => {
    const tags = { artists: ['Vidal'], composers: ['Kelp'], remixers: ['Buoy'], conductors: ['Pier'] };
    expect(credits(tags).map(([name, role]) => `${String(name)} ${String(role)}`)).toEqual([
      'Vidal MainArtist',
      'Buoy Remixer',
      'Kelp Composer',
      'Pier Conductor',
    ]);
  });
});
