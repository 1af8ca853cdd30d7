import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiDescription } from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, recordingLogger, temporaryDirectory, schemaProblems } from '@pezzottify/testing';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';
import { fillSampleCatalog } from './test-app/sample-catalog.js';
import { type CatalogApp, startCatalog } from './test-app/start-catalog.js';

const a1 = { id: 'a1', name: 'Nova Quartet', genres: ['jazz'], activity_periods: [{ Decade: 1990 }] };
const a2 = {
  id: 'a2',
  name: 'Ásta Berg',
  genres: [],
  activity_periods: [{ Timespan: { start_year: 2004, end_year: null } }],
};
const a3 = { id: 'a3', name: 'Marea', genres: [], activity_periods: [] };
const i1 = { id: 'i1', uri: 'images/i1.jpg', size: 'Default', width: 640, height: 640 };
const i2 = { id: 'i2', uri: 'images/i2.jpg', size: 'XLarge', width: 1200, height: 1200 };

const album = (id: string, name: string, given: object = {}) => ({
  id,
  name,
  album_type: 'Album',
  label: null,
  date: null,
  release_date: null,
  genres: [],
  original_title: null,
  version_title: null,
  ...given,
});
const date = (seconds: number) => ({ date: seconds, release_date: seconds });
const b1 = album('b1', 'Night Bus', { ...date(1136073600), version_title: 'Remaster' });
const b2 = album('b2', 'Harbour Lights', { ...date(-86400), album_type: 'Ep', label: 'Dock', genres: ['folk', 'sea'] });
const b3 = album('b3', 'Undated', { album_type: 'Single' });
const b4 = album('b4', 'Empty Rooms', { ...date(1136073600), album_type: 'Compilation' });

const track = (id: string, name: string, given: object) => ({
  id,
  name,
  album_id: 'b1',
  disc_number: 1,
  track_number: 1,
  duration_secs: null,
  is_explicit: false,
  tags: [],
  has_lyrics: false,
  languages: [],
  language_of_performance: [],
  original_title: null,
  version_title: null,
  ...given,
});
const english = { languages: ['en'], language_of_performance: ['en'] };
const t1 = track('t1', 'Line 42', {
  track_number: 3,
  duration_secs: 214,
  audio_uri: 'audio/t1.ogg',
  format: 'OggVorbis320',
  ...english,
});
const t2 = track('t2', 'Last Stop', {
  is_explicit: true,
  has_lyrics: true,
  tags: ['live'],
  audio_uri: 'audio/t2.flac',
  format: 'Flac',
});
const t3 = track('t3', 'Depot', { disc_number: 2, duration_secs: 10, audio_uri: 'audio/t3.mp3', format: 'Mp3_256' });

type ResponseObject = Extract<
  NonNullable<NonNullable<ApiDescription['paths'][string]['get']>['responses'][string]>,
  { content?: unknown }
>;

describe('reads of the catalog', () => {
  let database: Database;
  let catalog: CatalogApp;
  const log = recordingLogger();

  beforeAll(async () => {
    database = await openDatabase(catalogDatabase);
    await fillSampleCatalog(database);
    const mediaPath = await temporaryDirectory();
    catalog = await startCatalog({ database, mediaPath, logger: log.logger, clock: new FakeClock() });
  });
  afterAll(() => catalog.app.close());

  const bodyOf = async (path: string): Promise<unknown> => (await catalog.ask(`/v1/content${path}`)).json();

  it('shows an artist with image and related artists by name', async () => {
    expect(await bodyOf('/artist/a1')).toEqual({ artist: a1, display_image: i2, related_artists: [a3, a2] });
    expect(await bodyOf('/artist/a3')).toEqual({ artist: a3, display_image: null, related_artists: [] });
  });

  it('shows a discography, newest first and undated last, features apart', async () => {
    expect(await bodyOf('/artist/a1/discography')).toEqual({ albums: [b4, b1, b3], features: [b2] });
    expect(await bodyOf('/artist/a2/discography')).toEqual({ albums: [b1], features: [] });
  });

  it('shows an album', async () => {
    expect(await bodyOf('/album/b1')).toEqual(b1);
    expect(await bodyOf('/album/b2')).toEqual(b2);
  });

  it('shows an album with everything that belongs to it', async () => {
    expect(await bodyOf('/album/b1/resolved')).toEqual({
      album: b1,
      artists: [a1, a2],
      discs: [
        { number: 1, name: null, tracks: [t2, t1] },
        { number: 2, name: null, tracks: [t3] },
      ],
      display_image: i1,
      id: 'b1',
      artist_name: 'Nova Quartet, Ásta Berg',
      covers: [i1],
      cover_group: [],
    });
  });

  it('shows an album that has nothing', async () => {
    await database.write((tx) => tx.run(`INSERT INTO albums (id, name, album_type) VALUES ('bare', 'Bare', 'ALBUM')`));
    expect(await bodyOf('/album/bare/resolved')).toEqual({
      album: album('bare', 'Bare'),
      artists: [],
      discs: [],
      display_image: null,
      id: 'bare',
      artist_name: '',
      covers: [],
      cover_group: [],
    });
  });

  it('shows a track, alone and with album and credits', async () => {
    expect(await bodyOf('/track/t1')).toEqual(t1);
    expect(await bodyOf('/track/t1/resolved')).toEqual({
      track: t1,
      album: b1,
      artists: [
        { artist: a1, role: 'MainArtist' },
        { artist: a2, role: 'FeaturedArtist' },
        { artist: a1, role: 'Composer' },
      ],
    });
    expect(await bodyOf('/track/t3/resolved')).toEqual({ track: t3, album: b1, artists: [] });
  });

  it('answers JSON that may be kept by its reader only', async () => {
    const answer = await catalog.ask('/v1/content/album/b1/resolved');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, max-age=3600',
      vary: 'Authorization, Cookie',
    });
  });

  it.each([
    ['/artist/{id}', 'a1'],
    ['/artist/{id}', 'a2'],
    ['/artist/{id}/discography', 'a1'],
    ['/album/{id}', 'b2'],
    ['/album/{id}/resolved', 'b1'],
    ['/album/{id}/resolved', 'b3'],
    ['/track/{id}', 't2'],
    ['/track/{id}/resolved', 't1'],
    ['/popular', ''],
  ])('describes the answer of %s (%s) truly', async (path, id) => {
    const description = (await (await catalog.ask('/v1/openapi.json')).json()) as ApiDescription;
    const answer = description.paths[`/v1/content${path}`]?.get?.responses['200'] as ResponseObject | undefined;
    const schema = answer?.content?.['application/json']?.schema;
    expect(schemaProblems(schema as object, await bodyOf(path.replace('{id}', id)))).toEqual([]);
  });

  it.each([
    '/artist/a9',
    '/artist/a9/discography',
    '/album/b9',
    '/album/b9/resolved',
    '/track/t9',
    '/track/t9/resolved',
    '/album/a1',
    `/album/${'x'.repeat(257)}`,
    "/album/b1' OR '1'='1",
    '/track/%00',
  ])('knows nothing under %s', async (path) => {
    const answer = await catalog.ask(`/v1/content${path}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each(['/artist/a1', '/album/b1/resolved', '/track/t1', '/stream/t1', '/image/i1', '/popular'])(
    'shows %s to nobody without session or permission',
    async (path) => {
      const codeFor = async (authorization: string) => {
        const answer = await catalog.ask(`/v1/content${path}`, { headers: { authorization } });
        return [answer.status, ((await answer.json()) as { code: string }).code];
      };
      expect(await codeFor('stranger')).toEqual([403, 'NO_SESSION']);
      expect(await codeFor('guest')).toEqual([403, 'FORBIDDEN']);
    },
  );

  it('reads damaged rows as the storage contract says, with a warning', async () => {
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO images (id, uri, size, width, height) VALUES ('odd', 'images/odd.jpg', 'GIANT', 1, 1)`);
      await tx.run(`INSERT INTO artists VALUES ('odd', 'Odd', '{broken', '"text"', 'odd')`);
      await tx.run(`INSERT INTO albums (id, name, album_type, genres) VALUES ('odd', 'Odd', 'BOX', '{"a":1}')`);
      await tx.run(
        `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format, tags)
         VALUES ('odd', 'Odd', 'odd', 1, 'x', 'WMA', 'nope')`,
      );
      await tx.run(`INSERT INTO track_artists VALUES ('odd', 'odd', 'DANCER', 0)`);
    });
    expect(await bodyOf('/artist/odd')).toMatchObject({
      artist: { genres: [], activity_periods: [] },
      display_image: { size: 'Default' },
    });
    expect(await bodyOf('/track/odd/resolved')).toMatchObject({
      track: { format: 'Unknown', tags: [], languages: [] },
      album: { album_type: 'Album', genres: [] },
      artists: [{ role: 'Unknown' }],
    });
    expect(await bodyOf('/album/odd/resolved')).toMatchObject({
      album: { album_type: 'Album', genres: [] },
      discs: [{ number: 1, name: null, tracks: [{ format: 'Unknown', tags: [], languages: [], is_explicit: false }] }],
    });
    const warnings = log.lines.filter(({ msg }) => msg.includes('unreadable'));
    expect(warnings).toMatchObject([{ ids: ['odd'] }, { ids: ['odd'] }, { ids: ['odd'] }]);
  });
});
