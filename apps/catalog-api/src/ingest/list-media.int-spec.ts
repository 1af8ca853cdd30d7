import { describe, expect, it } from '@jest/globals';
import { type ManifestRow, type MediaList } from '@pezzottify/contracts';
import { FakeClock, openDatabase } from '@pezzottify/testing';
import { CatalogWriter } from '../catalog/changelog/catalog-writer.js';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';
import { AttachMediaUsecase } from './attach-media.usecase.js';
import { ListMediaUsecase } from './list-media.usecase.js';

async function setup() {
  const database = await openDatabase(catalogDatabase);
  await fillSampleCatalog(database);
  const listMedia = new ListMediaUsecase(database);
  const attach = new AttachMediaUsecase(new CatalogWriter(database, new FakeClock()));
  const sql = (text: string, params: string[] = []) => database.write((tx) => tx.run(text, params));
  /** Everything, in pages of this size. */
  const all = async (list: MediaList, limit = 2): Promise<ManifestRow[]> => {
    const rows: ManifestRow[] = [];
    for (let after: string | null = null; ;) {
      const page = await listMedia.execute({ list, after, limit });
      const some = JSON.parse(page.rows) as ManifestRow[];
      expect(some.length).toBeLessThanOrEqual(limit);
      rows.push(...some);
      if (page.last === null) return rows;
      after = page.last;
    }
  };
  const ids = async (list: MediaList, limit?: number): Promise<string[]> => (await all(list, limit)).map(([id]) => id);
  const column = async (text: string): Promise<unknown[]> =>
    (await database.reads.all<{ id: string }>(text)).map(({ id }) => id);
  return { database, listMedia, attach, sql, all, ids, column };
}

const audio = { kind: 'track_audio', id: 't5', uri: 'audio/t5.m4a', format: 'Aac160' } as const;
const record = { bytes: 5000, crc32: '0123abcd', is_new: true };

describe('the list of what should be on disk', () => {
  it.each([1, 2, 1000])('has every track once, in pages of %d', async (limit) => {
    const { ids, column } = await setup();
    expect(await ids('track_audio', limit)).toEqual(await column('SELECT id FROM tracks ORDER BY id'));
  });

  it('has the images that are linked to albums, and those that are linked to artists, by a link or by being shown', async () => {
    const { ids, sql, column } = await setup();
    const insert = `INSERT INTO images (id, uri, size, width, height) VALUES (?, 'images/x.jpg', 'DEFAULT', 1, 1)`;
    for (const id of ['a-shown', 'b-shown', 'c-unused']) await sql(insert, [id]);
    await sql(`UPDATE albums SET display_image_id = 'a-shown' WHERE id = (SELECT min(id) FROM albums)`);
    await sql(`UPDATE artists SET display_image_id = 'b-shown' WHERE id = (SELECT min(id) FROM artists)`);
    const linked = (owner: string): Promise<unknown[]> =>
      column(`SELECT image_id AS id FROM ${owner}_images UNION SELECT display_image_id FROM ${owner}s
        WHERE display_image_id IS NOT NULL ORDER BY 1`);
    expect(await ids('album_image')).toEqual(await linked('album'));
    expect(await ids('artist_image')).toEqual(await linked('artist'));
    expect(await ids('album_image')).toContain('a-shown');
    expect([...(await ids('album_image')), ...(await ids('artist_image'))]).not.toContain('c-unused');
  });

  it('tells what was recorded when the file was attached', async () => {
    const { all, attach } = await setup();
    await attach.execute({ ...audio, file: record });
    const rows = await all('track_audio');
    expect(rows).toContainEqual(['t5', 'audio/t5.m4a', 5000, '0123abcd']);
    expect(rows.filter(([, , bytes]) => bytes !== null)).toHaveLength(1);
  });

  it.each([
    [
      'keeps the record of a file that is only found again',
      { ...audio, file: { ...record, bytes: 1, is_new: false } },
      5000,
    ],
    ['replaces it by that of a new one', { ...audio, file: { ...record, bytes: 1 } }, 1],
    ['knows nothing of a file of which the sender does not tell', audio, null],
    [
      'takes what is found at another place',
      { ...audio, uri: 'audio/t5.mp3', file: { ...record, bytes: 1, is_new: false } },
      1,
    ],
  ])('%s', async (_, second, bytes) => {
    const { all, attach } = await setup();
    await attach.execute({ ...audio, file: record });
    await attach.execute(second);
    expect((await all('track_audio')).find(([id]) => id === 't5')?.[2]).toBe(bytes);
  });

  it('records images too, and changes neither changelog nor events by a record alone', async () => {
    const { all, attach, database } = await setup();
    const image = { kind: 'image', id: 'i1', uri: 'images/i1.jpg', width: 640, height: 640 } as const;
    await attach.execute({ ...image, file: record });
    expect(await all('album_image')).toContainEqual(['i1', 'images/i1.jpg', 5000, '0123abcd']);
    expect(await database.reads.all('SELECT id FROM catalog_change_log')).toEqual([]);
  });

  it('ends a page before it is too large for a message', async () => {
    const { ids, listMedia, sql, column } = await setup();
    await sql(`UPDATE tracks SET audio_uri = 'audio/' || hex(zeroblob(45000)) || '.mp3'`);
    const page = await listMedia.execute({ list: 'track_audio', after: null, limit: 2000 });
    expect(JSON.parse(page.rows)).toHaveLength(2);
    expect(await ids('track_audio', 2000)).toEqual(await column('SELECT id FROM tracks ORDER BY id'));
  });

  it('reads pages by indexes, whatever their number', async () => {
    const { database } = await setup();
    const plans: string[] = [];
    const reader = {
      ...database.reads,
      get: async (text: string) => {
        const plan = await database.reads.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, ['', 10]);
        plans.push(...plan.map(({ detail }) => detail));
        return undefined;
      },
    };
    const listMedia = new ListMediaUsecase({ reads: reader } as unknown as typeof database);
    for (const list of ['track_audio', 'album_image', 'artist_image'] as const)
      await listMedia.execute({ list, after: null, limit: 10 });
    expect(plans.filter((step) => /SCAN (tracks|images|\w+_images|albums|artists)/.test(step))).toEqual([]);
    expect(plans.filter((step) => step.startsWith('MERGE (UNION)'))).toHaveLength(2);
  });
});

describe('describing media', () => {
  it('tells what a file is to the people who look, and which albums it belongs to', async () => {
    const { listMedia, database } = await setup();
    const { media } = await listMedia.describe({ list: 'track_audio', ids: ['t5', 'gone'] });
    const row = await database.reads.get<{ name: string; album_id: string }>(
      `SELECT name, album_id FROM tracks WHERE id = 't5'`,
    );
    expect(media).toEqual([
      { id: 't5', uri: 'audio/t5.wav', bytes: null, crc32: null, name: row?.name, album_ids: [row?.album_id] },
    ]);
  });

  it('names an image after its owner', async () => {
    const { listMedia, database, sql } = await setup();
    await sql(`INSERT OR IGNORE INTO album_images SELECT min(id), 'i1', 'cover', 0 FROM albums`);
    await sql(`INSERT OR IGNORE INTO artist_images SELECT min(id), 'i1', 'portrait', 0 FROM artists`);
    for (const owner of ['album', 'artist'] as const) {
      const link = await database.reads.get<{ id: string; name: string; owner: string }>(
        `SELECT l.image_id AS id, o.name, o.id AS owner FROM ${owner}_images l JOIN ${owner}s o ON o.id = l.${owner}_id LIMIT 1`,
      );
      const { media } = await listMedia.describe({ list: `${owner}_image`, ids: [link?.id ?? ''] });
      expect(media).toMatchObject([{ id: link?.id, name: link?.name }]);
      expect(media[0]?.album_ids).toEqual(owner === 'album' ? [link?.owner] : []);
    }
  });
});

describe('a record of a file', () => {
  it.each([
    ['audio/t5.m4a', 5000],
    ['audio/other.m4a', null],
  ])('after an editor put the track at %s is %p', async (uri, bytes) => {
    const { all, attach, database } = await setup();
    await attach.execute({ ...audio, file: record });
    const { trackRows } = await import('../storage/catalog/editing/track-rows.js');
    const track = await database.reads.get<{ album_id: string }>(`SELECT album_id FROM tracks WHERE id = 't5'`);
    const edit = { name: 'x', album_id: track?.album_id, disc_number: 1, track_number: 1, is_explicit: false };
    const rest = { audio_uri: uri, format: 'Flac', tags: [], has_lyrics: false, language_of_performance: [] };
    await database.write((tx) => trackRows.put(tx, 't5', { ...edit, ...rest } as never));
    expect((await all('track_audio')).find(([id]) => id === 't5')?.[2]).toBe(bytes);
  });
});
