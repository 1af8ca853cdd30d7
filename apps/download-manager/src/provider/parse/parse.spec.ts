import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ProviderError } from '../provider.errors.js';
import { parseAlbum } from './album.js';
import { parseArtist } from './artist.js';
import { parseDiscography, parseSearch } from './hits.js';
import { parseStatus } from './status.js';
import { parseTracks } from './tracks.js';

const TRACK = { id: 't1', name: 'Pier', album_id: 'a1', number: 1, disc_number: 1, duration: 61_999 };
const ALBUM = { id: 'a1', name: 'Harbour', album_type: 'album' };
const HIT = { id: 'x1', name: 'Harbour' };
const BARE_HIT = { ...HIT, artistName: null, imageUrl: null, year: null };

describe('search answers', () => {
  it('reads flat results', () => {
    const hit = { ...HIT, type: 'album', artist_name: 'The Pilots', image_url: 'https://cdn/x.jpg', year: 2010 };
    expect(parseSearch({ results: [hit] }, 'album')).toEqual([
      { id: 'x1', name: 'Harbour', artistName: 'The Pilots', imageUrl: 'https://cdn/x.jpg', year: 2010 },
    ]);
  });

  it('reads grouped results of the type asked for', () => {
    const album = {
      ...HIT,
      artists: [{ name: 'A' }, { name: 'B' }],
      images: [{ url: 'http://cdn/1.jpg' }, { url: 'http://cdn/2.jpg' }],
      release_date: '2010-05-01',
    };
    const answer = { albums: { items: [album] }, artists: { items: [{ id: 'r1', name: 'The Pilots' }] } };
    expect(parseSearch(answer, 'album')).toEqual([
      { id: 'x1', name: 'Harbour', artistName: 'A, B', imageUrl: 'http://cdn/1.jpg', year: 2010 },
    ]);
    expect(parseSearch(answer, 'artist').map(({ id }) => id)).toEqual(['r1']);
    expect(parseSearch({ albums: { items: [album] } }, 'artist')).toEqual([]);
  });

  it('reads both shapes at once, each id once', () => {
    const answer = { results: [HIT], albums: { items: [HIT, { id: 'x2', name: 'Quay' }] } };
    expect(parseSearch(answer, 'album').map(({ id }) => id)).toEqual(['x1', 'x2']);
  });

  it('drops hits without id or name, and what is of the wrong kind inside a hit', () => {
    const odd = { ...HIT, artist_name: 5, image_url: ['https://x'], year: '2010', images: 'none', artists: {} };
    const answer = { results: [odd, { id: 'x2' }, { name: 'Quay' }, { id: '', name: 'Quay' }, null, 7, 'x3'] };
    expect(parseSearch(answer, 'album')).toEqual([BARE_HIT]);
  });

  it.each(['javascript:alert(1)', '/cover.jpg', '//cdn/x.jpg', 'ftp://cdn/x.jpg', 'data:image/png;base64,AA'])(
    'keeps no image url but absolute http(s) ones: %s',
    (image_url) => {
      expect(parseSearch({ results: [{ ...HIT, image_url }] }, 'album')).toEqual([BARE_HIT]);
    },
  );

  it.each([{}, [], null, 'results', { results: {} }, { albums: [] }, { albums: {} }])('refuses %j', (answer) => {
    expect(() => parseSearch(answer, 'album')).toThrow(ProviderError);
  });
});

describe('discographies', () => {
  it('keeps ids and hits in order, each once', () => {
    const answer = { albums: ['a1', HIT, 'x1', { id: 'a2', name: 'Quay' }, 'a1', 9, ''] };
    const { artist, albums } = parseDiscography(answer);
    expect(artist).toBeNull();
    expect(albums.map((entry) => (typeof entry === 'string' ? entry : entry.name))).toEqual(['a1', 'Harbour', 'Quay']);
  });

  it('takes an artist without a name for missing', () => {
    expect(parseDiscography({ albums: [], artist: { id: 'r1' } }).artist).toBeNull();
    expect(parseDiscography({ albums: [], artist: HIT }).artist).toEqual(BARE_HIT);
  });
});

describe('artists', () => {
  it('merges genres, portraits and related artists of either form', () => {
    const artist = parseArtist({
      id: 'r1',
      name: 'The Pilots',
      genre: ['folk', 'rock'],
      genres: ['rock', 'jazz', 3],
      portraits: [{ id: 'i1', size: 'large', width: 640, height: 480 }, { size: 'small' }],
      portrait_group: [{ id: 'i1' }, { id: 'i2', size: 4, width: 0, height: 70_000 }],
      related: ['r2', { id: 'r3' }, 'r2', {}, 5],
      activity_periods: [{ Decade: 1990 }, { Timespan: { start_year: 2001 } }, { Decade: 'x' }, { Timespan: {} }, 4],
    });
    expect(artist).toEqual({
      id: 'r1',
      name: 'The Pilots',
      genres: ['folk', 'rock', 'jazz'],
      portraits: [{ id: 'i1', size: 'large', width: 640, height: 480 }],
      portraitGroup: [{ id: 'i2', size: '', width: 1, height: 1 }],
      relatedIds: ['r2', 'r3'],
      activityPeriods: [{ Decade: 1990 }, { Timespan: { start_year: 2001, end_year: null } }],
    });
  });

  it.each(['id', 'name'])('refuses one without %s', (key) => {
    expect(() => parseArtist({ id: 'r1', name: 'The Pilots', [key]: 4 })).toThrow(`"${key}"`);
  });
});

describe('albums', () => {
  it('needs id, name and type, and takes everything else as it comes', () => {
    expect(parseAlbum({ ...ALBUM, label: '', date: [], genres: 'folk', covers: {}, artists_ids: ['r1', 4] })).toEqual({
      id: 'a1',
      name: 'Harbour',
      albumType: 'album',
      artistIds: ['r1'],
      label: null,
      originalTitle: null,
      versionTitle: null,
      releaseDate: null,
      genres: [],
      covers: [],
      coverGroup: [],
    });
    for (const key of Object.keys(ALBUM)) expect(() => parseAlbum({ ...ALBUM, [key]: null })).toThrow(`"${key}"`);
  });

  const dates: [unknown, string | null][] = [
    [1_274_572_800, '2010-05-23'],
    [-86_400, '1969-12-31'],
    ['2010', '2010-01-01'],
    ['2010-05', '2010-05-01'],
    ['2010-05-23', '2010-05-23'],
    ['0001', '0001-01-01'],
    [0, null],
    ['', null],
    ['2010-13', null],
    ['2011-02-29', null],
    ['0000', null],
    ['10000', null],
    ['2010-5-3', null],
    [1e15, null],
    [1.5, null],
    [true, null],
  ];
  it.each(dates)('reads the date %j as %s', (date, expected) => {
    const { releaseDate } = parseAlbum({ ...ALBUM, date });
    expect(releaseDate === null ? null : new Date(releaseDate * 1000).toISOString().slice(0, 10)).toBe(expected);
  });
});

describe('tracks', () => {
  it('reads a bare list and a wrapped one, each id once', () => {
    const list = [TRACK, { ...TRACK, name: 'Again' }, { ...TRACK, id: 't2' }];
    expect(parseTracks(list).map(({ id, name }) => [id, name])).toEqual([
      ['t1', 'Pier'],
      ['t2', 'Pier'],
    ]);
    expect(parseTracks({ tracks: list })).toEqual(parseTracks(list));
  });

  it('takes optional keys of the wrong kind for missing', () => {
    const odd = { is_explicit: 'yes', has_lyrics: 1, tags: [1, 'live'], artists_ids: 'r1', original_title: '' };
    const credits = [{ artist_id: 'r1', name: '', role: 4 }, { name: 'Nobody' }];
    expect(parseTracks([{ ...TRACK, ...odd, artists_with_role: credits }])).toEqual([
      {
        id: 't1',
        name: 'Pier',
        albumId: 'a1',
        discNumber: 1,
        trackNumber: 1,
        durationMs: 61_999,
        artistIds: [],
        credits: [{ artistId: 'r1', name: null, role: '' }],
        isExplicit: false,
        hasLyrics: false,
        tags: ['live'],
        languages: [],
        originalTitle: null,
        versionTitle: null,
      },
    ]);
  });

  it.each(Object.keys(TRACK))('refuses the list when one track has no usable %s', (key) => {
    expect(() => parseTracks([TRACK, { ...TRACK, id: 't2', [key]: {} }])).toThrow(`"${key}"`);
  });

  it.each([
    ['number', 0],
    ['disc_number', -1],
    ['number', 1.5],
    ['duration', -1],
    ['duration', 1e300],
    ['id', 'x'.repeat(257)],
    ['id', '\ud800'],
    ['id', 'a\0b'],
  ])('refuses %s = %j', (key, value) => {
    expect(() => parseTracks([{ ...TRACK, [key]: value }])).toThrow(ProviderError);
  });
});

describe('any answer', () => {
  const keys = fc.constantFrom(
    ...['id', 'name', 'results', 'albums', 'artists', 'items', 'artist', 'tracks', 'portraits', 'covers', 'date'],
    ...['number', 'disc_number', 'duration', 'album_id', 'album_type', 'activity_periods', 'Timespan', 'related'],
    ...['artists_with_role', 'artist_id', 'genres', 'images', 'url', 'state', 'uptime_secs', '__proto__', 'label'],
  );
  const answers = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, 1, 1000, -1, 0.5, 1e308, '', 'x', '2010', '../..', '\ud800', 'https://x/y'),
      fc.array(tie('any'), { maxLength: 5 }),
      fc.dictionary(keys, tie('any'), { maxKeys: 9 }),
    ),
  })).any;

  it('is either understood or refused as unreadable, never a crash', () => {
    const parsers: ((value: unknown) => unknown)[] = [
      (value) => parseSearch(value, 'album'),
      (value) => parseSearch(value, 'artist'),
      parseDiscography,
      parseArtist,
      parseAlbum,
      parseTracks,
      parseStatus,
    ];
    fc.assert(
      fc.property(fc.oneof(answers, fc.jsonValue()), fc.constantFrom(...parsers), (value, parse) => {
        try {
          parse(value);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
          expect((error as ProviderError).errorType).toBe('parse');
        }
      }),
      { numRuns: 3000 },
    );
  });
});
