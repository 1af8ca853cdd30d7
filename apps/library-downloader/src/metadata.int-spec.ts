import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import {
  findAlbum,
  startOnSamples,
  tracksOf,
  type Downloader,
  type Hit,
  type WireAlbum,
} from './library-downloader.fixture.js';

const tools = { temporaryDirectory, silentLogger, eventually };
let downloader: Downloader;
beforeAll(async () => {
  downloader = await startOnSamples(tools);
  await downloader.becomes('Healthy');
});
afterAll(() => downloader.stop());

const ID = /^[0-9A-Za-z]{22}$/;
const IMAGE_ID = /^[0-9a-f]{40}$/;
const search = (query: string) => downloader.json<{ results: Hit[] }>(`/search?${query}`);

describe('status', () => {
  it('answers health and state with what a consumer reads', async () => {
    expect(await downloader.json('/health')).toEqual({ status: 'ok', version: '1.2.3' });
    expect(await downloader.json('/status')).toMatchObject({
      state: 'Healthy',
      uptime_secs: expect.any(Number),
      downloader_pid: process.pid,
      last_error: null,
      progress: { phase: expect.any(String), files_to_read: 0 },
      last_scan: { at: expect.any(Number), millis: expect.any(Number), files: 22 },
      library: { artists: 4, albums: 4, tracks: 18, images: 6, skipped: 0 },
    });
  });
});

describe('search', () => {
  it('finds albums and artists in the shape of section 3.1', async () => {
    const albums = await search('q=sma+rum&type=album');
    expect(albums.results).toEqual([
      {
        id: expect.stringMatching(ID),
        type: 'album',
        name: 'Små rum',
        artist_name: 'Oskar Lindqvåg',
        year: 2023,
        image_url: expect.stringMatching(new RegExp(`^${downloader.url}/image/[0-9a-f]{40}$`)),
      },
    ]);
    const artists = await search('q=LINDQVAG&type=artist');
    expect(artists.results).toEqual([{ id: expect.stringMatching(ID), type: 'artist', name: 'Oskar Lindqvåg' }]);
  });

  it('finds both without a type, and nothing for nonsense', async () => {
    expect((await search('q=vidal')).results.map(({ type }) => type).sort()).toEqual(['album', 'artist']);
    expect((await search('q=zzzzzz&type=album')).results).toEqual([]);
  });

  it.each(['', 'q=', 'q=+', 'q=a&type=track', 'q=a&q=b'])('refuses the question %j', async (query) => {
    const answer = await downloader.get(`/search?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual({ error: 'Bad Request', code: 'BAD_REQUEST', message: expect.any(String) });
  });
});

describe('albums and tracks', () => {
  it('describes an album of several discs', async () => {
    const { id } = await findAlbum(downloader, 'Night Bus Atlas');
    const album = await downloader.json<WireAlbum>(`/album/${id}`);
    expect(album).toEqual({
      id,
      name: 'Night Bus Atlas',
      album_type: 'Album',
      artists_ids: [expect.stringMatching(ID)],
      label: 'Third Stop',
      date: '2018',
      genres: ['Indie Rock'],
      covers: [{ id: expect.stringMatching(IMAGE_ID), size: 'medium', width: 400, height: 400 }],
      cover_group: [],
      discs: [1, 2].map((number) => ({ number, name: null, tracks: Array(3).fill(expect.stringMatching(ID)) })),
      related: [],
      original_title: null,
      version_title: null,
    });
    const tracks = await tracksOf(downloader, 'Night Bus Atlas');
    expect(tracks.map(({ disc_number: disc, number, name }) => `${disc}-${number} ${name}`)).toEqual([
      '1-1 Depot',
      '1-2 Upper Deck',
      '1-3 Request Stop',
      '2-1 Diversion',
      '2-2 Condensation',
      '2-3 Last Service',
    ]);
    expect(tracks.map((track) => track.id)).toEqual(album.discs.flatMap((disc) => disc.tracks));
  });

  it('describes a compilation whose tracks are by others', async () => {
    const { id, artist_name: artist } = await findAlbum(downloader, 'Harbour Lights Sampler');
    expect(artist).toBe('Various Artists');
    expect(await downloader.json(`/album/${id}`)).toMatchObject({ album_type: 'Compilation', date: '2024-02' });
    const tracks = await tracksOf(downloader, 'Harbour Lights Sampler');
    expect(tracks.map(({ artists_with_role: [main] }) => main?.name)).toEqual([
      'Marea Vidal',
      'The Copper Finches',
      'Oskar Lindqvåg',
      'Marea Vidal',
    ]);
  });

  it('describes a track, guests and milliseconds included', async () => {
    const track = (await tracksOf(downloader, 'Low Tide Letters')).at(-1)!;
    expect(await downloader.json(`/track/${track.id}`)).toEqual(track);
    expect(track).toEqual({
      id: expect.stringMatching(ID),
      name: 'Ink and Kelp',
      album_id: (await findAlbum(downloader, 'Low Tide Letters')).id,
      number: 4,
      disc_number: 1,
      duration: 2500,
      artists_ids: track.artists_with_role.map((credit) => credit.artist_id),
      artists_with_role: [
        { artist_id: expect.stringMatching(ID), name: 'Marea Vidal', role: 'MAIN_ARTIST' },
        { artist_id: expect.stringMatching(ID), name: 'Oskar Lindqvåg', role: 'FEATURED_ARTIST' },
      ],
      is_explicit: false,
      has_lyrics: false,
      tags: [],
      language_of_performance: [],
      original_title: null,
      version_title: null,
      files: {},
    });
  });

  it('knows every artist that any album or track names', async () => {
    for (const name of ['Low Tide Letters', 'Night Bus Atlas', 'Små rum', 'Harbour Lights Sampler']) {
      const album = await downloader.json<WireAlbum>(`/album/${(await findAlbum(downloader, name)).id}`);
      const tracks = await tracksOf(downloader, name);
      for (const id of new Set([...album.artists_ids, ...tracks.flatMap((track) => track.artists_ids)])) {
        expect(await downloader.json(`/artist/${id}`)).toMatchObject({ id, name: expect.any(String) });
      }
    }
  });

  it('has the same ids on every machine', async () => {
    expect((await findAlbum(downloader, 'Night Bus Atlas')).id).toBe('5lJnD3worGpXgvsdeExnCS');
  });
});

describe('artists', () => {
  it('describes an artist with genres and portrait', async () => {
    const [hit] = (await search('q=copper+finches&type=artist')).results;
    expect(await downloader.json(`/artist/${hit!.id}`)).toEqual({
      id: hit!.id,
      name: 'The Copper Finches',
      genres: ['Indie Rock'],
      portraits: [{ id: expect.stringMatching(IMAGE_ID), size: 'medium', width: 480, height: 480 }],
      portrait_group: [],
      activity_periods: [],
      related: [],
    });
  });

  it('lists a discography of their own albums', async () => {
    const [hit] = (await search('q=marea&type=artist')).results;
    const discography = await downloader.json<{ artist: Hit; albums: Hit[] }>(`/artist/${hit!.id}/discography`);
    expect(discography.artist).toEqual(hit);
    expect(discography.albums).toEqual([await findAlbum(downloader, 'Low Tide Letters')]);
  });
});

describe('what is not there', () => {
  it.each(['artist', 'album', 'track', 'image'])('is 404 for an unknown %s', async (what) => {
    const answer = await downloader.get(`/${what}/0000000000000000000000`);
    expect([answer.status, answer.json()]).toEqual([
      404,
      { error: 'Not Found', code: 'NOT_FOUND', message: expect.stringContaining(what) },
    ]);
  });

  it.each([
    '/artist/x/discography',
    '/album/x/tracks',
    '/track/x/audio',
    '/nowhere',
    '/track/..%2f..%2fetc%2fpasswd/audio',
    '/image/%00',
    `/album/${'x'.repeat(400)}`,
    '/album/__proto__',
  ])('is 404 at %s', async (path) => {
    expect((await downloader.get(path)).status).toBe(404);
  });

  it('is 400 for an address that cannot be read, and 405 for writing', async () => {
    expect((await downloader.get('/album/%E0%A4%A')).json()).toMatchObject({ code: 'BAD_REQUEST' });
    const written = await downloader.get('/status', { method: 'POST', body: '{}' });
    expect([written.status, written.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
