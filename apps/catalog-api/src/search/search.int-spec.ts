import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { type CatalogApp, startCatalog } from '../catalog/test-app/start-catalog.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';
import { indexNames, removeNames } from '../storage/catalog/search-index.js';

interface Bare {
  item_type: string;
  item_id: string;
  score: number;
  adjusted_score: number;
  matchable_text: string;
}

describe('POST /v1/content/search', () => {
  let catalog: CatalogApp;
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase(catalogDatabase);
    await fillSampleCatalog(database);
    const logger = silentLogger();
    catalog = await startCatalog({ database, mediaPath: await temporaryDirectory(), logger, clock: new FakeClock() });
  });
  afterAll(() => catalog.app.close());

  const post = (body: unknown, authorization = 'guest') =>
    catalog.ask('/v1/content/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(body),
    });
  const search = async <T = Bare>(body: object): Promise<T[]> => {
    const answer = await post(body);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return (await answer.json()) as T[];
  };
  const idsFor = async (query: string) => (await search({ query })).map(({ item_id: id }) => id);

  it('answers how well names match, to anyone with a session', async () => {
    expect(await search({ query: 'Night Bus' })).toEqual([
      { item_type: 'Album', item_id: 'b1', score: 0, adjusted_score: 0, matchable_text: 'night bus' },
    ]);
    expect((await post({ query: 'x' }, 'stranger')).status).toBe(403);
  });

  it('answers entities when asked to resolve them', async () => {
    const artists = [
      ['a1', 'Nova Quartet'],
      ['a2', 'Ásta Berg'],
    ];
    const query = async (text: string) => search<object>({ query: text, resolve: true });
    expect(await query('night bus')).toEqual([
      { type: 'Album', id: 'b1', name: 'Night Bus', artists_ids_names: artists, image_id: 'i1', year: 2006 },
    ]);
    expect(await query('nova quartet')).toEqual([{ type: 'Artist', id: 'a1', name: 'Nova Quartet', image_id: 'i2' }]);
    expect(await query('line 42')).toEqual([
      {
        type: 'Track',
        id: 't1',
        name: 'Line 42',
        duration: 214,
        artists_ids_names: artists,
        image_id: 'i1',
        album_id: 'b1',
      },
    ]);
    expect(await query('undated')).toMatchObject([{ id: 'b3', image_id: null, year: null }]);
    // No album image, so that of the first credited artist; no duration.
    expect(await search({ query: 'harbour', resolve: true, filters: ['track'] })).toMatchObject([
      { id: 't4', duration: 0, image_id: 'i2' },
    ]);
  });

  it.each([
    ['any case', 'NIGHT bus', 'b1'],
    ['missing accents', 'asta berg', 'a2'],
    ['added accents', 'Nóva Quartét', 'a1'],
    ['the beginning of a name', 'harbour li', 'b2'],
    ['the beginning of words', 'nov qua', 'a1'],
    ['words in another order', 'bus night', 'b1'],
    ['two letters', 'ma', 'a3'],
    ['two letters of a later word', 'qu', 'a1'],
    ['one letter', 'm', 'a3'],
    ['the inside of a word', 'arte', 'a1'],
    ['a wrong letter', 'nova quarlet', 'a1'],
    ['a missing letter', 'harbour lghts', 'b2'],
    ['an added letter', 'nighht bus', 'b1'],
    ['swapped letters', 'nihgt bus', 'b1'],
    ['a typo in the first letter', 'mova quartet', 'a1'],
    ['a forgotten space', 'novaquartet', 'a1'],
    ['a forgotten space before a number', 'line42', 't1'],
    ['punctuation', '"Night-Bus"!', 'b1'],
    ['signs of the query language', '"night* (bus) ^"', 'b1'],
  ])('finds with %s', async (_what, query, id) => {
    expect((await idsFor(query))[0]).toBe(id);
  });

  it('puts equal names first, then beginnings, then what is only similar', async () => {
    const names = ['Harbour', 'Harbour Lights', 'Old Harbour', 'Harbor'];
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO artists (id, name) SELECT 'h' || key, value FROM json_each(?)`, [
        JSON.stringify(names),
      ]);
      await indexNames(
        tx,
        'artist',
        names.map((name, index) => ({ id: `h${index}`, name })),
      );
    });
    const found = await search({ query: 'harbour', filters: ['artist'] });
    expect(found.map(({ matchable_text: text }) => text)).toEqual([
      'harbour',
      'harbour lights',
      'old harbour',
      'harbor',
    ]);
    expect((await search({ query: 'harbuor', filters: ['artist'] })).map(({ matchable_text: text }) => text)).toContain(
      'harbour',
    );
    await database.write((tx) => removeNames(tx, 'artist', ['h0', 'h1', 'h2', 'h3']));
  });

  it('does not mind spaces left out or put in, nor the dots of an initialism', async () => {
    const names = ['Blackbird', 'Black Sky', 'Bird', 'R.E.M.', 'AC/DC', 'Wu-Tang Clan'];
    const rows = names.map((name, index) => ({ id: `s${index}`, name }));
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO artists (id, name) SELECT value ->> 'id', value ->> 'name' FROM json_each(?)`, [
        JSON.stringify(rows),
      ]);
      await indexNames(tx, 'artist', rows);
    });
    const found = await Promise.all(['black bird', 'blacksky', 'rem', 'acdc', 'wutang'].map(idsFor));
    expect(found.map(([id]) => id)).toEqual(['s0', 's1', 's3', 's4', 's5']);
    await database.write((tx) => removeNames(tx, 'artist', ['s0', 's1', 's2', 's3', 's4', 's5']));
  });

  it('looks only at the kinds asked for', async () => {
    const types = async (filters: string[] | null) =>
      new Set((await search({ query: 'harbour', filters })).map(({ item_type: type }) => type));
    expect(await types(null)).toEqual(new Set(['Album', 'Track']));
    expect(await types(['track'])).toEqual(new Set(['Track']));
    expect(await types(['track', 'album'])).toEqual(new Set(['Album', 'Track']));
    expect(await types([])).toEqual(new Set());
  });

  it('finds names in letters and signs that SQLite knows nothing about', async () => {
    const names = ['!!!', '👩‍👩‍👧', 'a𞤀b c', 'ᲀᲁ', '東京事変', 'It\'s \\ ("x")'];
    await database.write(async (tx) => {
      const artists = names.map((name, index) => ({ id: `u${index}`, name }));
      await tx.run(`INSERT INTO artists (id, name) SELECT value ->> 'id', value ->> 'name' FROM json_each(?)`, [
        JSON.stringify(artists),
      ]);
      await indexNames(tx, 'artist', artists);
    });
    for (const [index, name] of names.entries()) expect((await idsFor(name))[0]).toBe(`u${index}`);
    expect(await idsFor('東京')).toEqual(['u4']);
  });

  it.each(['', '   ', 'xyzzyplugh', '?!', '%', '_'])('finds nothing for %j', async (query) => {
    expect(await idsFor(query)).toEqual([]);
  });

  it('answers at most 30, best first, ties by name and id', async () => {
    const tracks = Array.from({ length: 80 }, (_, index) => ({
      id: `n${String(index).padStart(2, '0')}`,
      name: 'Intro',
    }));
    await database.write(async (tx) => {
      await tx.run(
        `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format)
         SELECT value ->> 'id', value ->> 'name', 'b1', 1, 'x', 'FLAC' FROM json_each(?)`,
        [JSON.stringify(tracks)],
      );
      await indexNames(tx, 'track', tracks);
    });
    const found = await idsFor('intro');
    expect(found).toEqual(tracks.slice(0, 30).map(({ id }) => id));
  });

  it('finds one track among a crowd of albums that nobody asked for', async () => {
    const albums = Array.from({ length: 95 }, (_, index) => ({ id: `c${index}`, name: `Old Crowd ${index}` }));
    const track = { id: 'c-track', name: 'The Crowd' };
    await database.write(async (tx) => {
      await tx.run(
        `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format) VALUES (?, ?, 'b1', 1, 'x', 'FLAC')`,
        [track.id, track.name],
      );
      await indexNames(tx, 'album', albums);
      await indexNames(tx, 'track', [track]);
    });
    const found = await search({ query: 'crowd', filters: ['artist', 'track'] });
    expect(found.map(({ item_id: id }) => id)).toEqual([track.id]);
  });

  it('forgets a name with its entity, and knows the new one of a renamed', async () => {
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO artists (id, name) VALUES ('r1', 'Before')`);
      await indexNames(tx, 'artist', [{ id: 'r1', name: 'Long Before' }]);
    });
    expect(await idsFor('before')).toEqual(['r1']);
    await database.write((tx) => indexNames(tx, 'artist', [{ id: 'r1', name: 'Afterwards' }]));
    expect([await idsFor('before'), await idsFor('afterwards')]).toEqual([[], ['r1']]);
    await database.write((tx) => removeNames(tx, 'artist', ['r1']));
    expect(await idsFor('afterwards')).toEqual([]);
    // With 1 the check also compares the indexes with the names.
    for (const index of ['search_fts', 'search_words']) {
      await database.write((tx) => tx.run(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`));
    }
  });

  it.each([
    {},
    { query: 5 },
    { query: null },
    { query: 'x'.repeat(257) },
    { query: 'x', resolve: 'yes' },
    { query: 'x', resolve: null },
    { query: 'x', filters: 'album' },
    { query: 'x', filters: ['albums'] },
    { query: 'x', filters: [null] },
  ])('refuses %j', async (body) => {
    const answer = await post(body);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, 'INVALID_BODY']);
  });

  it('answers whatever is typed', async () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.stringMatching(/^["*^():{}+\-a-z ANDORT]{0,40}$/),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (query) => expect((await post({ query })).status).toBe(200)),
      { numRuns: 150 },
    );
  });

  it('takes the longest query it allows', async () => {
    expect(await idsFor('a b '.repeat(64))).toEqual([]);
    expect(await idsFor('x'.repeat(256))).toEqual([]);
  });
});
