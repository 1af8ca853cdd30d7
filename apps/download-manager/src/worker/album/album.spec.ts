import { describe, expect, it } from '@jest/globals';
import { CatalogIngestRequest, validate } from '@pezzottify/contracts';
import fc from 'fast-check';
import { parseAlbum } from '../../provider/parse/album.js';
import { parseArtist } from '../../provider/parse/artist.js';
import { parseTracks } from '../../provider/parse/tracks.js';
import { ProviderError } from '../../provider/provider.errors.js';
import {
  type Provider,
  type ProviderAlbum,
  type ProviderArtist,
  type ProviderTrack,
} from '../../provider/provider.port.js';
import { type AlbumMetadata, fetchAlbumMetadata } from './album-metadata.js';
import { childrenOf } from './children.js';
import { toIngestRequest } from './ingest.mapper.js';
import { splitIngest } from './split-ingest.js';
import { artistRole, trackArtists } from './track-artists.js';

const image = (id: string, size = 'large') => ({ id, size, width: 640, height: 480 });

function artist(id: string, more: Partial<ProviderArtist> = {}): ProviderArtist {
  const empty = { genres: [], portraits: [], portraitGroup: [], activityPeriods: [], relatedIds: [] };
  return { id, name: `name of ${id}`, ...empty, ...more };
}

function album(more: Partial<ProviderAlbum> = {}): ProviderAlbum {
  const titles = { label: null, originalTitle: null, versionTitle: null, releaseDate: null };
  return {
    id: 'a1',
    name: 'Harbour',
    albumType: 'album',
    artistIds: ['r1'],
    ...titles,
    genres: [],
    covers: [],
    coverGroup: [],
    ...more,
  };
}

function track(id: string, more: Partial<ProviderTrack> = {}): ProviderTrack {
  return {
    id,
    name: `name of ${id}`,
    albumId: 'a1',
    discNumber: 1,
    trackNumber: 1,
    durationMs: 61_999,
    artistIds: ['r1'],
    credits: [],
    isExplicit: false,
    hasLyrics: false,
    tags: [],
    languages: [],
    originalTitle: null,
    versionTitle: null,
    ...more,
  };
}

function metadata(more: Partial<AlbumMetadata> = {}): AlbumMetadata {
  return {
    album: album(),
    tracks: [track('t1')],
    artists: new Map([['r1', artist('r1')]]),
    unknownArtistIds: [],
    ...more,
  };
}

describe('what the catalog is told', () => {
  it('is the whole album in its words', () => {
    const request = toIngestRequest(
      metadata({
        album: album({
          albumType: 'SINGLE',
          label: 'Quay',
          releaseDate: -86_400,
          genres: ['folk'],
          covers: [image('c1', 'XL'), image('c/2', 'Medium')],
          coverGroup: [image('c3', 'huge')],
        }),
        tracks: [
          track('t1', {
            discNumber: 2,
            trackNumber: 7,
            isExplicit: true,
            tags: ['live'],
            languages: ['pt'],
            versionTitle: 'Live',
          }),
        ],
        artists: new Map([
          [
            'r1',
            artist('r1', {
              portraits: [image('p1', 'small')],
              portraitGroup: [image('p2', '')],
              relatedIds: ['r9'],
              activityPeriods: [{ Decade: 1990 }],
            }),
          ],
        ]),
      }),
    );
    expect(validate('request', CatalogIngestRequest, request)).toEqual({
      artists: [
        {
          id: 'r1',
          name: 'name of r1',
          genres: [],
          activity_periods: [{ Decade: 1990 }],
          related_artist_ids: ['r9'],
          images: [
            {
              id: 'p1',
              uri: 'images/p1.jpg',
              size: 'Small',
              width: 640,
              height: 480,
              link_type: 'portrait',
              position: 0,
            },
            {
              id: 'p2',
              uri: 'images/p2.jpg',
              size: 'Default',
              width: 640,
              height: 480,
              link_type: 'portrait_group',
              position: 0,
            },
          ],
        },
      ],
      album: {
        id: 'a1',
        name: 'Harbour',
        album_type: 'Single',
        label: 'Quay',
        release_date: -86_400,
        genres: ['folk'],
        original_title: null,
        version_title: null,
        artist_ids: ['r1'],
        images: [
          expect.objectContaining({ id: 'c1', size: 'XLarge', link_type: 'cover', position: 0 }),
          expect.objectContaining({
            id: 'c/2',
            size: 'Default',
            position: 1,
            uri: expect.stringMatching(/^images\/..\/..\/..\/[0-9a-f]{64}\.jpg$/),
          }),
          expect.objectContaining({ id: 'c3', size: 'Default', link_type: 'cover_group', position: 0 }),
        ],
        tracks: [
          {
            id: 't1',
            name: 'name of t1',
            disc_number: 2,
            track_number: 7,
            duration_secs: 61,
            is_explicit: true,
            audio_uri: 'audio/t1.flac',
            tags: ['live'],
            has_lyrics: false,
            languages: ['pt'],
            original_title: null,
            version_title: 'Live',
            artists: [{ artist_id: 'r1', role: 'MainArtist' }],
          },
        ],
      },
    });
  });

  it.each([
    ['ep', 'Ep'],
    ['Compilation', 'Compilation'],
    ['AUDIOBOOK', 'Audiobook'],
    ['podcast', 'Podcast'],
    ['mixtape', 'Album'],
    ['', 'Album'],
  ])('names the album type %j %s', (albumType, expected) => {
    expect(toIngestRequest(metadata({ album: album({ albumType }) })).album.album_type).toBe(expected);
  });

  it.each(['__proto__', 'constructor', 'poster', ''])(
    'takes an image of the size %j for one of the usual size',
    (size) => {
      const covers = [{ id: 'c1', size, width: 1, height: 1 }];
      expect(toIngestRequest(metadata({ album: album({ covers }) })).album.images).toMatchObject([{ size: 'Default' }]);
    },
  );

  it('leaves out links to artists that nobody knows', () => {
    const { album: sent } = toIngestRequest(
      metadata({ album: album({ artistIds: ['gone', 'r1'] }), tracks: [track('t1', { artistIds: ['gone', 'r1'] })] }),
    );
    expect(sent.artist_ids).toEqual(['r1']);
    expect(sent.tracks[0]?.artists).toEqual([{ artist_id: 'r1', role: 'MainArtist' }]);
  });
});

describe('whatever a provider says', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const id = fc.oneof(fc.constantFrom('r1', 'r2', '../x', '\0', ''), fc.string({ minLength: 1, maxLength: 300 }));
  const images = fc.array(fc.record({ id, size: text, width: fc.double(), height: fc.integer() }), { maxLength: 3 });
  const artistDocument = fc.record({
    id,
    name: fc.oneof(text, fc.constant('x'.repeat(3000))),
    genre: fc.array(text),
    portraits: images,
    portrait_group: images,
    related: fc.array(fc.oneof(id, fc.record({ id }))),
    activity_periods: fc.array(fc.record({ Decade: fc.integer(), Timespan: fc.record({ start_year: fc.integer() }) })),
  });
  const albumDocument = fc.record({
    id,
    name: text,
    album_type: text,
    artists_ids: fc.array(id),
    date: fc.oneof(fc.integer(), fc.double(), text, fc.constantFrom('2010', '2010-02')),
    covers: images,
    genres: fc.array(text),
  });
  const trackDocument = fc.record({
    ...{ id, name: text, album_id: id, number: fc.integer(), disc_number: fc.integer(), duration: fc.nat() },
    artists_ids: fc.array(id),
    artists_with_role: fc.array(fc.record({ artist_id: id, name: text, role: text })),
    tags: fc.array(text),
  });

  it('is a request of the agreed shape once it was understood', () => {
    let understood = 0;
    fc.assert(
      fc.property(fc.array(artistDocument), albumDocument, fc.array(trackDocument), (artists, one, tracks) => {
        const found = artists.flatMap((document) => attempt(() => parseArtist(document)) ?? []);
        const parsed = attempt(() => parseAlbum(one));
        if (parsed === null) return;
        understood += 1;
        const list = tracks.flatMap((document) => attempt(() => parseTracks([document])) ?? []);
        const artistsById = new Map(found.map((each) => [each.id, each]));
        const request = toIngestRequest({ album: parsed, tracks: list, artists: artistsById, unknownArtistIds: [] });
        expect(validate('request', CatalogIngestRequest, request)).toBe(request);
      }),
    );
    expect(understood).toBeGreaterThan(20);
  });

  function attempt<T>(parse: () => T): T | null {
    try {
      return parse();
    } catch {
      return null;
    }
  }
});

describe('the artists of a track', () => {
  const known = new Map(['r1', 'r2', 'r3', 'constructor'].map((id) => [id, {}]));
  const credit = (artistId: string, role: string) => ({ artistId, role, name: null });
  const links = (credits: ProviderTrack['credits'], artistIds: string[]) =>
    trackArtists(track('t', { credits, artistIds }), known).map(({ artist_id, role }) => `${artist_id} ${role}`);

  it('are the credits in order, then the others', () => {
    expect(links([credit('r2', 'Composer'), credit('r1', 'MAIN')], ['r1', 'r3'])).toEqual([
      'r2 Composer',
      'r1 MainArtist',
      'r3 FeaturedArtist',
    ]);
  });

  it('have a main artist among the others when no credit names one', () => {
    expect(links([credit('r2', 'feat')], ['r1', 'r3'])).toEqual([
      'r2 FeaturedArtist',
      'r1 MainArtist',
      'r3 FeaturedArtist',
    ]);
  });

  it('may have several roles, each once, and are not repeated among the others', () => {
    expect(links([credit('r1', 'writer'), credit('r1', 'main'), credit('r1', 'composer')], ['r1'])).toEqual([
      'r1 Composer',
      'r1 MainArtist',
    ]);
  });

  it.each([
    ['ARTIST_ROLE_MAIN_ARTIST', 'MainArtist'],
    ['artist_role_primary', 'MainArtist'],
    ['Featured', 'FeaturedArtist'],
    ['REMIX', 'Remixer'],
    ['songwriter', 'Composer'],
    ['Conductor', 'Conductor'],
    ['orchestra', 'Orchestra'],
    ['ACTOR', 'Actor'],
    ['kazoo', 'Unknown'],
    ['constructor', 'Unknown'],
    ['', 'Unknown'],
  ])('role %j is %s', (word, role) => expect(artistRole(word)).toBe(role));
});

describe('the children of an album', () => {
  const nothing = { trackIds: new Set<string>(), imageIds: new Set<string>() };
  const full = metadata({
    album: album({ covers: [image('c1')], coverGroup: [image('c2'), image('shared')] }),
    tracks: [track('t1'), track('t2')],
    artists: new Map([
      ['r1', artist('r1', { portraits: [image('p1')], portraitGroup: [image('p2')] })],
      ['r2', artist('r2', { portraits: [image('p1'), image('shared')] })],
    ]),
  });
  const named = (children: ReturnType<typeof childrenOf>) =>
    children.map(({ contentType, contentId }) => `${contentType} ${contentId}`);

  it('are every track, cover and portrait, each content once', () => {
    const children = childrenOf(full, nothing);
    expect(named(children)).toEqual([
      'TRACK_AUDIO t1',
      'TRACK_AUDIO t2',
      'ALBUM_IMAGE c1',
      'ALBUM_IMAGE c2',
      'ALBUM_IMAGE shared',
      'ARTIST_IMAGE p1',
      'ARTIST_IMAGE p2',
      'ARTIST_IMAGE shared',
    ]);
    expect(children[0]?.contentName).toBe('name of t1');
    expect(children[2]?.contentName).toBe('Harbour');
    expect(children[5]?.contentName).toBe('name of r1');
  });

  it('are not what is in place already', () => {
    const inPlace = { trackIds: new Set(['t1']), imageIds: new Set(['c1', 'p1', 'p2', 'shared']) };
    expect(named(childrenOf(full, inPlace))).toEqual(['TRACK_AUDIO t2', 'ALBUM_IMAGE c2']);
  });
});

describe('a huge album', () => {
  it('goes to the catalog in parts that are each understandable and together the whole', () => {
    const tracks = fc.array(fc.record({ pad: fc.nat(80), artists: fc.subarray(['r1', 'r2', 'r3', 'r4']) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(tracks, fc.integer({ min: 900, max: 4000 }), (list, maxBytes) => {
        const artists = new Map(
          ['r1', 'r2', 'r3', 'r4'].map((id) => [id, artist(id, { relatedIds: [`friend of ${id}`] })]),
        );
        const whole = toIngestRequest(
          metadata({
            artists,
            tracks: list.map(({ pad, artists: artistIds }, index) =>
              track(`t${index}`, { name: 'x'.repeat(pad), artistIds }),
            ),
          }),
        );
        const parts = splitIngest(whole, maxBytes);
        expect(parts.flatMap((part) => part.album.tracks)).toEqual(whole.album.tracks);
        for (const part of parts) {
          const sent = new Set(part.artists.map(({ id }) => id));
          const needed = [
            ...part.album.artist_ids,
            ...part.album.tracks.flatMap((one) => one.artists.map(({ artist_id }) => artist_id)),
          ];
          expect(needed.filter((id) => !sent.has(id))).toEqual([]);
          if (part.album.tracks.length > 1)
            expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(maxBytes + 200);
        }
        for (const id of new Set(parts.flatMap((part) => part.artists.map((one) => one.id)))) {
          const told = parts.flatMap((part) => part.artists).filter((one) => one.id === id);
          expect(told.filter((one) => one.related_artist_ids.length > 0)).toHaveLength(1);
        }
      }),
    );
  });

  it('is one request as long as it fits', () => {
    const request = toIngestRequest(metadata());
    expect(splitIngest(request)).toEqual([request]);
  });
});

describe('fetching the metadata', () => {
  const gone = (type: 'not_found' | 'timeout') => new ProviderError({ errorType: type, message: type });
  const signal = new AbortController().signal;

  function provider(artistOf: (id: string) => ProviderArtist, tracks: ProviderTrack[], artistIds = ['r1']): Provider {
    const parts = {
      album: () => Promise.resolve(album({ id: 'what the provider calls it', artistIds })),
      albumTracks: () => Promise.resolve(tracks),
      artist: (id: string) => Promise.resolve().then(() => artistOf(id)),
    };
    return parts as unknown as Provider;
  }

  it('asks for every artist that is named, once', async () => {
    const asked: string[] = [];
    const tracks = [
      track('t1', { artistIds: ['r1', 'r2'], credits: [{ artistId: 'r3', name: 'Three', role: '' }] }),
      track('t2', { artistIds: ['r2'] }),
    ];
    const found = await fetchAlbumMetadata(
      provider((id) => (asked.push(id), artist(id)), tracks),
      'a1',
      signal,
    );
    expect(asked).toEqual(['r1', 'r2', 'r3']);
    expect([...found.artists.keys()]).toEqual(asked);
    expect(found.album.id).toBe('a1');
  });

  it('makes an artist the provider does not have from its name in a credit', async () => {
    const tracks = [
      track('t1', {
        artistIds: ['r2', 'r3'],
        credits: [
          { artistId: 'r2', name: null, role: '' },
          { artistId: 'r2', name: 'Two', role: '' },
        ],
      }),
    ];
    const lost = provider((id) => {
      if (id === 'r1') return artist(id);
      throw gone('not_found');
    }, tracks);
    const found = await fetchAlbumMetadata(lost, 'a1', signal);
    expect([...found.artists.values()].map(({ id, name }) => [id, name])).toEqual([
      ['r1', 'name of r1'],
      ['r2', 'Two'],
    ]);
    expect(found.unknownArtistIds).toEqual(['r3']);
  });

  it('fails with any other failure of an artist', async () => {
    const broken = provider(() => {
      throw gone('timeout');
    }, []);
    await expect(fetchAlbumMetadata(broken, 'a1', signal)).rejects.toMatchObject({ errorType: 'timeout' });
  });

  it('refuses an album that names artists beyond all reason', async () => {
    const crowd = Array.from({ length: 1001 }, (_, index) => `r${index}`);
    await expect(fetchAlbumMetadata(provider(artist, [], crowd), 'a1', signal)).rejects.toMatchObject({
      errorType: 'parse',
    });
  });
});
