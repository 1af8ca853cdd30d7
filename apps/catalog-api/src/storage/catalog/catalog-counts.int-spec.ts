import { beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@pezzottify/persistence';
import { openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from '../../catalog/test-app/sample-catalog.js';
import { catalogCounts } from './catalog-counts.repository.js';
import { catalogDatabase } from './catalog-database.js';

describe('the counts of the catalog', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(catalogDatabase);
    await fillSampleCatalog(database);
  });

  const counts = async () =>
    Object.fromEntries((await catalogCounts(database.reads)).map(({ type, items }) => [type, items]));
  const rows = async () => {
    const count = (table: string) => `(SELECT count(*) FROM ${table})`;
    return database.reads.get(
      `SELECT ${count('artists')} AS artist, ${count('albums')} AS album, ${count('tracks')} AS track`,
    );
  };

  it('are those of the rows', async () => {
    expect(await counts()).toEqual({ artist: 3, album: 4, track: 5 });
    expect(await counts()).toEqual(await rows());
  });

  it.each([
    ['an album with its tracks', "DELETE FROM albums WHERE id = 'b1'", { artist: 3, album: 3, track: 2 }],
    ['an artist, whose albums stay', "DELETE FROM artists WHERE id = 'a1'", { artist: 2, album: 4, track: 5 }],
    ['everything', 'DELETE FROM albums', { artist: 3, album: 0, track: 0 }],
    [
      'nothing, where an insert becomes an update',
      "INSERT INTO artists (id, name) VALUES ('a1', 'x') ON CONFLICT (id) DO UPDATE SET name = 'x'",
      { artist: 3, album: 4, track: 5 },
    ],
    [
      'nothing, where an insert is ignored',
      "INSERT OR IGNORE INTO artists (id, name) VALUES ('a1', 'x')",
      { artist: 3, album: 4, track: 5 },
    ],
  ])('follow a write that removes %s', async (_what, sql, expected) => {
    await database.write((tx) => tx.run(sql));
    expect(await counts()).toEqual(expected);
    expect(await counts()).toEqual(await rows());
  });

  it('begin with what a catalog from before them holds', async () => {
    const options = { directory: await temporaryDirectory(), owner: 'test', logger: silentLogger() };
    const migrations = catalogDatabase.migrations.slice(0, 1);
    const before = await Database.open({ ...catalogDatabase, migrations }, options);
    await fillSampleCatalog(before);
    await before.close();
    const after = await Database.open(catalogDatabase, options);
    const found = await catalogCounts(after.reads);
    await after.close();
    expect(found).toEqual([
      { type: 'artist', items: 3 },
      { type: 'album', items: 4 },
      { type: 'track', items: 5 },
    ]);
  });

  it('are not changed by a write that is rolled back', async () => {
    const failed = database.write(async (tx) => {
      await tx.run('DELETE FROM albums');
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await counts()).toEqual({ artist: 3, album: 4, track: 5 });
  });
});
