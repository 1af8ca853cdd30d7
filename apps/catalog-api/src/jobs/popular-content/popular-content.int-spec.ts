import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobContext } from '@pezzottify/job-host';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from '../../catalog/test-app/sample-catalog.js';
import { type CatalogApp, startCatalog } from '../../catalog/test-app/start-catalog.js';
import { catalogDatabase } from '../../storage/catalog/catalog-database.js';
import { type Days } from '../../utc-days.js';
import { PopularContentJob } from './popular-content.job.js';
import { type EntityPlays, type PopularContent } from './popular-content.js';

const NOW = Date.parse('2025-06-15T12:00:00Z') / 1000;

/** Listening and the stored result in memory, in place of user.db. */
class Listening {
  pages: EntityPlays[][] = [];
  windows: Days[] = [];
  stored: PopularContent | undefined;

  async *playsPerTrack(window: Days) {
    this.windows.push(window);
    for (const page of this.pages) yield await Promise.resolve(page);
  }

  read = () => Promise.resolve(this.stored);
  replace = (content: PopularContent) => {
    this.stored = content;
    return Promise.resolve();
  };
}

describe('popular content', () => {
  let catalog: CatalogApp;
  let database: Database;
  const listening = new Listening();

  beforeAll(async () => {
    database = await openDatabase(catalogDatabase);
    await fillSampleCatalog(database);
    catalog = await startCatalog({
      database,
      mediaPath: await temporaryDirectory(),
      logger: silentLogger(),
      clock: new FakeClock(NOW),
      statistics: listening,
      store: listening,
    });
  });
  afterAll(() => catalog.app.close());
  beforeEach(() => {
    listening.stored = undefined;
    listening.windows = [];
    listening.pages = [
      [
        { id: 't1', plays: 5 },
        { id: 'gone', plays: 99 },
      ],
      [
        { id: 't2', plays: 2 },
        { id: 't4', plays: 7 },
      ],
    ];
  });

  const popular = async (query = ''): Promise<unknown> => {
    const answer = await catalog.ask(`/v1/content/popular${query}`);
    return answer.json();
  };
  const context = (signal = new AbortController().signal): JobContext => ({
    signal,
    isForced: false,
    triggeredBy: 'schedule',
    parameters: {},
    logger: silentLogger(),
    progress: () => undefined,
  });

  const night = {
    id: 'b1',
    name: 'Night Bus',
    image_id: 'i1',
    artist_names: ['Nova Quartet', 'Ásta Berg'],
    artist_name: 'Nova Quartet, Ásta Berg',
    play_count: 7,
  };
  const harbour = {
    id: 'b2',
    name: 'Harbour Lights',
    image_id: null,
    artist_names: ['Marea'],
    artist_name: 'Marea',
    play_count: 7,
  };
  const nova = { id: 'a1', name: 'Nova Quartet', image_id: 'i2', play_count: 12 };
  const asta = { id: 'a2', name: 'Ásta Berg', image_id: null, play_count: 5 };

  it('is counted when asked for as long as nothing is stored: plays DESC, then name; roles count once', async () => {
    expect(await popular()).toEqual({ albums: [harbour, night], artists: [nova, asta] });
    expect(listening.windows).toEqual([{ firstDate: 20240616, lastDate: 20250615 }]);
  });

  it('is what the job stored, sliced', async () => {
    const job = catalog.app.get(PopularContentJob);
    expect(await job.run(context())).toBe('2 albums and 2 artists');
    listening.pages = [];
    expect(await popular('?albums_limit=1&artists_limit=0')).toEqual({ albums: [harbour], artists: [] });
    expect(listening.windows).toHaveLength(1);
  });

  it('drops what has left the catalog before it cuts', async () => {
    listening.stored = {
      albums: ['left', 'b1', 'b2'].map((id) => ({ id, plays: 1 })),
      artists: [{ id: 'left', plays: 3 }],
    };
    expect(await popular('?albums_limit=2')).toMatchObject({ albums: [{ id: 'b1' }, { id: 'b2' }], artists: [] });
  });

  it('always has both lists', async () => {
    listening.pages = [];
    expect(await popular()).toEqual({ albums: [], artists: [] });
  });

  it('lowers limits to 20 and refuses what is no limit', async () => {
    expect((await catalog.ask('/v1/content/popular?albums_limit=1000')).status).toBe(200);
    for (const limit of ['-1', 'x', '1.5', '']) {
      const answer = await catalog.ask(`/v1/content/popular?albums_limit=${limit}`);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'INVALID_PARAMETER' }]);
    }
  });

  it('keeps 20 of each, and who wins the last place is decided by name', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `z${String(index).padStart(2, '0')}`);
    await database.write(async (tx) => {
      await tx.run(
        `INSERT INTO albums (id, name, album_type) SELECT value, 'Z' || (99 - key), 'ALBUM' FROM json_each(?)`,
        [JSON.stringify(ids)],
      );
      await tx.run(
        `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format)
         SELECT 't' || value, 'x', value, 1, 'x', 'FLAC' FROM json_each(?)`,
        [JSON.stringify(ids)],
      );
    });
    listening.pages = [ids.map((id) => ({ id: `t${id}`, plays: 4 }))];
    await catalog.app.get(PopularContentJob).run(context());
    expect(listening.stored?.albums.map(({ id }) => id)).toEqual(ids.slice(5).reverse());
  });

  it('says how far it is, stops between two pages when the run is cancelled, and keeps the last result', async () => {
    const cancel = new AbortController();
    const said: string[] = [];
    const progress = (_fraction: number | null, text: string) => {
      said.push(text);
      if (text === 'plays of 2 tracks counted') cancel.abort(new Error('cancelled by an admin'));
    };
    const run = catalog.app.get(PopularContentJob).run({ ...context(cancel.signal), progress });
    await expect(run).rejects.toThrow('cancelled');
    expect(said).toEqual(['counting plays', 'plays of 2 tracks counted']);
    expect(listening.stored).toBeUndefined();
  });
});
