import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CatalogWriter } from '../catalog/changelog/catalog-writer.js';
import { everythingIn } from '../catalog/test-app/everything-in.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';
import { MediaFiles } from '../streaming/media-files.js';
import { FakeClock, openDatabase, temporaryDirectory } from '@pezzottify/testing';
import { IngestAlbumUsecase } from './ingest-album.usecase.js';
import { aTrack, anAlbumRequest, anArtist, anImage } from './test-app/album-request.js';

/** Real SQLite and a real media folder; only the clock is ours. */
async function setup() {
  const database = await openDatabase(catalogDatabase);
  const mediaPath = await temporaryDirectory();
  const clock = new FakeClock(1_750_000_000);
  const ingest = new IngestAlbumUsecase(new CatalogWriter(database, clock), database, new MediaFiles({ mediaPath }));
  const rows = <Row = Record<string, unknown>>(sql: string): Promise<Row[]> => database.reads.all<Row>(sql);
  const everything = () => everythingIn(database);
  return { database, mediaPath, clock, ingest, rows, everything };
}

describe('IngestAlbumUsecase', () => {
  it('stores an album with everything that belongs to it', async () => {
    const { ingest, rows } = await setup();
    const reply = await ingest.execute(anAlbumRequest());
    expect(reply).toEqual({ kind: 'ingested', track_ids_in_place: [], image_ids_in_place: [] });
    expect(await rows('SELECT * FROM artists')).toEqual([
      {
        id: 'a1',
        name: 'Nova Quartet',
        genres: '["jazz"]',
        activity_periods: '[{"Decade":1990}]',
        display_image_id: 'p2',
      },
    ]);
    expect(await rows('SELECT * FROM albums')).toMatchObject([
      { id: 'b1', album_type: 'EP', release_date: -86_400, genres: '["jazz"]', display_image_id: 'c1' },
    ]);
    expect(await rows('SELECT * FROM tracks ORDER BY id')).toMatchObject([
      { id: 't1', album_id: 'b1', is_explicit: 0, has_lyrics: 1, format: 'UNKNOWN', audio_uri: 'audio/t1.flac' },
      { id: 't2', track_number: 2, tags: '["live"]', languages: '["en"]' },
    ]);
    expect(await rows('SELECT * FROM album_artists')).toEqual([{ album_id: 'b1', artist_id: 'a1', position: 0 }]);
    expect(await rows(`SELECT role, position FROM track_artists`)).toEqual([
      { role: 'MAIN_ARTIST', position: 0 },
      { role: 'MAIN_ARTIST', position: 0 },
    ]);
    expect(await rows('SELECT image_id, image_type, position FROM artist_images ORDER BY position')).toEqual([
      { image_id: 'p1', image_type: 'portrait', position: 0 },
      { image_id: 'p2', image_type: 'portrait_group', position: 1 },
    ]);
    expect(await rows(`SELECT size FROM images WHERE id = 'p2'`)).toEqual([{ size: 'XLARGE' }]);
  });

  it('asked twice does everything once', async () => {
    const { ingest, everything, clock } = await setup();
    await ingest.execute(anAlbumRequest());
    const before = await everything();
    clock.advance(10);
    expect(await ingest.execute(anAlbumRequest())).toMatchObject({ kind: 'ingested' });
    expect(await everything()).toEqual(before);
  });

  it('notes every new entity in one batch and raises one event, all with the rows', async () => {
    const { ingest, rows } = await setup();
    await ingest.execute(anAlbumRequest());
    const log = await rows<{ entity_type: string; field_changes: string; entity_snapshot: string }>(
      'SELECT * FROM catalog_change_log ORDER BY id',
    );
    expect(log.map(({ entity_type: type }) => type)).toEqual([
      'artist',
      'album',
      'track',
      'track',
      'image',
      'image',
      'image',
      'image',
    ]);
    expect(log[1]).toMatchObject({
      entity_id: 'b1',
      operation: 'create',
      display_summary: 'Created album "Night Bus"',
      created_at: 1_750_000_000,
    });
    expect(JSON.parse(log[1]!.entity_snapshot)).toEqual({
      id: 'b1',
      name: 'Night Bus',
      album_type: 'Ep',
      label: 'Dock',
      date: -86_400,
      release_date: -86_400,
      genres: ['jazz'],
      original_title: null,
      version_title: 'Remaster',
      display_image_id: 'c1',
      artists_ids: ['a1'],
    });
    expect(JSON.parse(log[2]!.field_changes)).toMatchObject({
      name: { old: null, new: 'Track t1' },
      is_explicit: { old: null, new: false },
      artists: { old: null, new: [{ artist_id: 'a1', role: 'MainArtist' }] },
    });
    expect(await rows('SELECT name, is_open, created_at, closed_at FROM catalog_batches')).toEqual([
      { name: '2025-06-15', is_open: 1, created_at: 1_750_000_000, closed_at: null },
    ]);
    const outbox = await rows<{ subject: string; body: string }>('SELECT subject, body FROM outbox');
    expect(outbox.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { type: 'hook.OnCatalogChange', data: { change_count: 8 } },
    ]);
  });

  it('leaves rows as they are and adds the links that are missing, noted as updates', async () => {
    const { ingest, database, rows } = await setup();
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO artists (id, name) VALUES ('a1', 'Kept')`);
      await tx.run(`INSERT INTO albums (id, name, album_type) VALUES ('b1', 'Kept too', 'ALBUM')`);
    });
    await ingest.execute(anAlbumRequest());
    expect(await rows('SELECT name, display_image_id FROM artists')).toEqual([
      { name: 'Kept', display_image_id: 'p2' },
    ]);
    expect(await rows('SELECT name, display_image_id FROM albums')).toEqual([
      { name: 'Kept too', display_image_id: 'c1' },
    ]);
    const [artist, album] = await rows<{ operation: string; field_changes: string }>(
      `SELECT operation, field_changes FROM catalog_change_log WHERE entity_type IN ('artist', 'album') ORDER BY id`,
    );
    expect([artist?.operation, JSON.parse(artist!.field_changes)]).toEqual([
      'update',
      { display_image_id: { old: null, new: 'p2' } },
    ]);
    expect(JSON.parse(album!.field_changes)).toEqual({
      display_image_id: { old: null, new: 'c1' },
      artists_ids: { old: [], new: ['a1'] },
    });
  });

  it('keeps a display image that was chosen before', async () => {
    const { ingest, database, rows } = await setup();
    await database.write(async (tx) => {
      await tx.run(
        `INSERT INTO images (id, uri, size, width, height) VALUES ('chosen', 'images/chosen.jpg', 'SMALL', 1, 1)`,
      );
      await tx.run(`INSERT INTO artists (id, name, display_image_id) VALUES ('a1', 'Kept', 'chosen')`);
    });
    await ingest.execute(anAlbumRequest());
    expect(await rows('SELECT display_image_id FROM artists')).toEqual([{ display_image_id: 'chosen' }]);
  });

  it('leaves out credits of artists nobody knows', async () => {
    const { ingest, rows } = await setup();
    const stranger = { artist_id: 'nobody', role: 'Composer' as const };
    const credits = [stranger, { artist_id: 'a1', role: 'Remixer' as const }];
    await ingest.execute(
      anAlbumRequest({ artist_ids: ['nobody', 'a1'], tracks: [aTrack('t1', 1, { artists: credits })] }),
    );
    expect(await rows('SELECT artist_id, position FROM album_artists')).toEqual([{ artist_id: 'a1', position: 1 }]);
    expect(await rows('SELECT artist_id, role, position FROM track_artists')).toEqual([
      { artist_id: 'a1', role: 'REMIXER', position: 1 },
    ]);
  });

  it('relates artists once both are there, whichever came first', async () => {
    const { ingest, rows } = await setup();
    const { album } = anAlbumRequest();
    await ingest.execute({ artists: [anArtist('a1', { related_artist_ids: ['a2', 'a1', 'never'] })], album });
    expect(await rows('SELECT * FROM related_artists')).toEqual([]);
    await ingest.execute({ artists: [anArtist('a2')], album: { ...album, id: 'b2', tracks: [], images: [] } });
    expect(await rows('SELECT * FROM related_artists')).toEqual([{ artist_id: 'a1', related_artist_id: 'a2' }]);
  });

  it('names the files that are in place already, and no others', async () => {
    const { ingest, mediaPath } = await setup();
    await mkdir(join(mediaPath, 'audio'));
    await mkdir(join(mediaPath, 'images'));
    await writeFile(join(mediaPath, 'audio/t1.flac'), 'music');
    await writeFile(join(mediaPath, 'audio/t2.flac'), '');
    await writeFile(join(mediaPath, 'images/c1.jpg'), 'picture');
    await mkdir(join(mediaPath, 'images/c2.jpg'));
    await symlink('/etc/hostname', join(mediaPath, 'images/p1.jpg'));
    expect(await ingest.execute(anAlbumRequest())).toEqual({
      kind: 'ingested',
      track_ids_in_place: ['t1'],
      image_ids_in_place: ['c1'],
    });
  });

  it.each([
    ['a blank artist name', { artists: [anArtist('a1', { name: ' ' })] }, 'the artist "a1" has a blank name'],
    ['a blank album name', { album: { ...anAlbumRequest().album, name: '' } }, 'the album "b1" has a blank name'],
    ['a blank id', { artists: [anArtist(' ')] }, 'the artist " " has a blank id'],
    [
      'a track path that leads up',
      { album: { ...anAlbumRequest().album, tracks: [aTrack('t1', 1, { audio_uri: 'audio/../../x' })] } },
      'the path of the track "t1" contains the segment ".."',
    ],
    [
      'an absolute image path',
      { album: { ...anAlbumRequest().album, images: [anImage('c1', { uri: '/etc/passwd' })] } },
      'the path of the image "c1" is not relative',
    ],
  ])('refuses %s and leaves no trace', async (_what, given, reason) => {
    const { ingest, everything } = await setup();
    const before = await everything();
    expect(await ingest.execute({ ...anAlbumRequest(), ...given })).toEqual({ kind: 'refused', reason });
    expect(await everything()).toEqual(before);
  });

  it('stores nothing at all when a statement in the middle fails', async () => {
    const { ingest, database, everything } = await setup();
    await database.write((tx) =>
      tx.run(`CREATE TRIGGER broken BEFORE INSERT ON track_artists BEGIN SELECT RAISE(ABORT, 'broken'); END`),
    );
    const before = await everything();
    await expect(ingest.execute(anAlbumRequest())).rejects.toThrow(/broken/);
    expect(await everything()).toEqual(before);
  });

  it('stores no rows when the changelog cannot be written', async () => {
    const { ingest, database, everything } = await setup();
    await database.write((tx) =>
      tx.run(`CREATE TRIGGER broken BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'broken'); END`),
    );
    const before = await everything();
    await expect(ingest.execute(anAlbumRequest())).rejects.toThrow(/broken/);
    expect(await everything()).toEqual(before);
  });

  it('closes a batch that was idle for more than an hour and opens another', async () => {
    const { ingest, clock, rows } = await setup();
    await ingest.execute(anAlbumRequest());
    clock.advance(3600);
    await ingest.execute(anAlbumRequest({ id: 'b2', tracks: [] }));
    clock.advance(3601);
    await ingest.execute(anAlbumRequest({ id: 'b3', tracks: [] }));
    expect(await rows('SELECT is_open, closed_at, last_activity_at FROM catalog_batches ORDER BY rowid')).toEqual([
      { is_open: 0, closed_at: 1_750_007_201, last_activity_at: 1_750_003_600 },
      { is_open: 1, closed_at: null, last_activity_at: 1_750_007_201 },
    ]);
  });

  it('takes an album of 500 tracks and 500 artists in one short transaction', async () => {
    const { ingest, rows } = await setup();
    const ids = Array.from({ length: 500 }, (_, index) => `x${index}`);
    const artists = ids.map((id) =>
      anArtist(id, { related_artist_ids: ids.slice(0, 20), images: [anImage(`i${id}`)] }),
    );
    const tracks = ids.map((id, index) =>
      aTrack(`t${id}`, index + 1, { artists: [{ artist_id: id, role: 'MainArtist' }] }),
    );
    const startedAt = performance.now();
    await ingest.execute({ artists, album: { ...anAlbumRequest().album, artist_ids: ids, tracks } });
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(await rows('SELECT count(*) AS count FROM catalog_change_log')).toEqual([{ count: 1503 }]);
    expect(await rows('SELECT count(*) AS count FROM track_artists')).toEqual([{ count: 500 }]);
    expect(await rows('SELECT count(*) AS count FROM search_items')).toEqual([{ count: 1001 }]);
  });
});
