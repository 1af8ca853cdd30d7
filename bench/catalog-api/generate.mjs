#!/usr/bin/env node
/**
 * A catalog for measuring: 1,000,000 tracks on 100,000 albums of 50,000 artists, who are credited as unevenly as words
 * are used, and 1000 listeners, each with a session.
 *
 *   node --max-semi-space-size=2 bench/catalog-api/generate.mjs FOLDER [tracks]
 *
 * Rows are made and written five hundred albums at a time, through the code that the service uses, so the memory it takes
 * does not depend on the size. Prints how long it took and the most memory it had.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { appSource } from '../support/app-source.mjs';
import { seconds } from '../support/figures.mjs';
import { addListeners } from '../support/listeners.mjs';
import { seededRandom, vocabulary, zipf } from '../support/random.mjs';

const TRACKS = Number(process.argv[3] ?? 1_000_000);
const ALBUMS = Math.ceil(TRACKS / 10);
const ARTISTS = Math.ceil(ALBUMS / 2);
const LISTENERS = 1000;
const ALBUMS_AT_A_TIME = 500;
/** With SQLite's usual 2 MB many pages would be written and read again within one step. */
const CACHE_KILOBYTES = 16_384;

const random = seededRandom(7);
const words = vocabulary(random, 30_000);
const name = (most) =>
  Array.from({ length: 1 + Math.floor(random() * most) }, () => words[zipf(random, words.length)]).join(' ');
const id = (kind, number) => `${kind}${String(number).padStart(7, '0')}`;
const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

const artist = (number) => ({ id: id('a', number), name: name(3), image: id('i', number) });
const album = (number) => ({
  id: id('b', number),
  name: name(4),
  artists: [...new Set([zipf(random, ARTISTS), ...(random() < 0.1 ? [zipf(random, ARTISTS)] : [])])].map((n) =>
    id('a', n),
  ),
  tracks: range(number * 10, Math.min(TRACKS, number * 10 + 10)).map((track, index) => ({
    ...{ id: id('t', track), name: name(5), number: index + 1 },
    featured: random() < 0.2 ? id('a', zipf(random, ARTISTS)) : null,
  })),
});

const INSERT = {
  images: `INSERT INTO images (id, uri, size, width, height) VALUES (?, ?, 'LARGE', 600, 600)`,
  artists: `INSERT INTO artists (id, name, genres, activity_periods, display_image_id)
    VALUES (?, ?, '["pop"]', '[{"Decade":1990}]', ?)`,
  albums: `INSERT INTO albums (id, name, album_type, release_date, genres) VALUES (?, ?, 'ALBUM', 1000000000, '["pop"]')`,
  albumArtists: `INSERT INTO album_artists (album_id, artist_id, position) VALUES (?, ?, ?)`,
  tracks: `INSERT INTO tracks (id, name, album_id, track_number, duration_secs, audio_uri, format, tags, languages)
    VALUES (?, ?, ?, ?, 200, ?, 'MP3_320', '[]', '["en"]')`,
  trackArtists: `INSERT INTO track_artists (track_id, artist_id, role, position) VALUES (?, ?, ?, ?)`,
};

const ROWS_AT_A_TIME = 100;

/** Many rows in a statement, as going to SQLite and back takes longer than storing one. */
async function insert(tx, into, rows) {
  const [head, row] = INSERT[into].split(/(?<=VALUES) /);
  for (let from = 0; from < rows.length; from += ROWS_AT_A_TIME) {
    const some = rows.slice(from, from + ROWS_AT_A_TIME);
    await tx.run(`${head} ${some.map(() => row).join(',')}`, some.flat());
  }
}

const rowsOf = {
  images: ({ image }) => [[image, `images/${image}.jpg`]],
  artists: ({ id, name, image }) => [[id, name, image]],
  albums: ({ id, name }) => [[id, name]],
  albumArtists: ({ id, artists }) => artists.map((artist, position) => [id, artist, position]),
  tracks: ({ id: album, tracks }) => tracks.map(({ id, name, number }) => [id, name, album, number, `audio/${id}.mp3`]),
  trackArtists: ({ artists, tracks }) =>
    tracks.flatMap(({ id, featured }) => [
      [id, artists[0], 'MAIN_ARTIST', 0],
      ...(featured ? [[id, featured, 'FEATURED_ARTIST', 1]] : []),
    ]),
};

async function addArtists(tx, indexNames, artists) {
  for (const into of ['images', 'artists']) await insert(tx, into, artists.flatMap(rowsOf[into]));
  await indexNames(tx, 'artist', artists);
}

async function addAlbums(tx, indexNames, albums) {
  for (const into of ['albums', 'albumArtists', 'tracks', 'trackArtists']) {
    await insert(tx, into, albums.flatMap(rowsOf[into]));
  }
  await indexNames(tx, 'album', albums);
  await indexNames(
    tx,
    'track',
    albums.flatMap(({ tracks }) => tracks),
  );
}

/** What is cheaper to make of all rows at the end than to keep up with each: in the order of the rows these would grow all over. */
const LATER = `SELECT type, name, sql FROM sqlite_schema WHERE name IN (
  'search_items_text', 'search_items_added', 'track_artists_artist', 'album_artists_artist')`;

async function fill(catalog, work) {
  const parts = await catalog.reads.all(LATER);
  await catalog.write(async (tx) => {
    for (const { type, name } of parts) await tx.run(`DROP ${type} ${name}`);
    // What is sorted for an index would be as large as the index.
    await tx.all('PRAGMA temp_store = FILE');
    await tx.all(`PRAGMA cache_size = -${CACHE_KILOBYTES}`);
  });
  await work();
  for (const { sql } of parts) await catalog.write((tx) => tx.run(sql));
  for (const index of ['search_fts', 'search_words']) {
    await catalog.write((tx) => tx.run(`INSERT INTO ${index} (${index}) VALUES ('rebuild')`));
  }
}

async function addAll(catalog, { indexNames }) {
  for (let from = 0; from < ARTISTS; from += 2000) {
    const artists = range(from, Math.min(ARTISTS, from + 2000)).map(artist);
    await catalog.write((tx) => addArtists(tx, indexNames, artists));
  }
  for (let from = 0; from < ALBUMS; from += ALBUMS_AT_A_TIME) {
    const albums = range(from, Math.min(ALBUMS, from + ALBUMS_AT_A_TIME)).map(album);
    await catalog.write((tx) => addAlbums(tx, indexNames, albums));
  }
}

async function main(folder) {
  const source = await appSource('catalog', [
    'libs/persistence/src/index.ts',
    'libs/observability/src/index.ts',
    'apps/catalog-api/src/storage/catalog/catalog-database.ts',
    'apps/catalog-api/src/storage/user/user-database.ts',
    'apps/catalog-api/src/storage/catalog/search-index.ts',
  ]);
  const startedAt = performance.now();
  mkdirSync(folder, { recursive: true });
  const options = {
    directory: folder,
    owner: 'bench',
    logger: source.createLogger({ service: 'bench', level: 'error' }),
  };
  const catalog = await source.Database.open(source.catalogDatabase, options);
  await fill(catalog, () => addAll(catalog, source));
  await catalog.close();
  const user = await source.Database.open(source.userDatabase, options);
  await addListeners(user, LISTENERS);
  await user.close();
  const resident = process.resourceUsage().maxRSS / 1024;
  console.log(`${TRACKS} tracks in ${seconds(startedAt).toFixed(0)} s, at most ${resident.toFixed(0)} MB resident`);
}

await main(resolve(process.argv[2] ?? 'tmp/bench/catalog-data'));
