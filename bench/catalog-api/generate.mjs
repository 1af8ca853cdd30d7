#!/usr/bin/env node
/**
 * A catalog for measuring: 1,000,000 tracks on 100,000 albums of 50,000 artists, who are credited as unevenly as words
 * are used, and 200 listeners, each with a session.
 *
 *   node --max-semi-space-size=2 bench/catalog-api/generate.mjs FOLDER [tracks]
 *
 * Rows are made and written a thousand albums at a time, through the code that the service uses, so the memory it takes
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
const LISTENERS = 200;
const ALBUMS_AT_A_TIME = 1000;

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

const ADD = {
  images: `INSERT INTO images (id, uri, size, width, height)
    SELECT value ->> 'image', 'images/' || (value ->> 'image') || '.jpg', 'LARGE', 600, 600 FROM json_each(?)`,
  artists: `INSERT INTO artists (id, name, genres, activity_periods, display_image_id)
    SELECT value ->> 'id', value ->> 'name', '["pop"]', '[{"Decade":1990}]', value ->> 'image' FROM json_each(?)`,
  albums: `INSERT INTO albums (id, name, album_type, release_date, genres)
    SELECT value ->> 'id', value ->> 'name', 'ALBUM', 1000000000, '["pop"]' FROM json_each(?)`,
  albumArtists: `INSERT INTO album_artists (album_id, artist_id, position)
    SELECT b.value ->> 'id', a.value, a.key FROM json_each(?) b, json_each(b.value -> 'artists') a`,
  tracks: `INSERT INTO tracks (id, name, album_id, track_number, duration_secs, audio_uri, format, tags, languages)
    SELECT t.value ->> 'id', t.value ->> 'name', b.value ->> 'id', t.value ->> 'number', 200,
      'audio/' || (t.value ->> 'id') || '.mp3', 'MP3_320', '[]', '["en"]'
    FROM json_each(?) b, json_each(b.value -> 'tracks') t`,
  trackArtists: `INSERT INTO track_artists (track_id, artist_id, role, position)
    SELECT t.value ->> 'id', b.value -> 'artists' ->> 0, 'MAIN_ARTIST', 0
    FROM json_each(?1) b, json_each(b.value -> 'tracks') t
    UNION ALL SELECT t.value ->> 'id', t.value ->> 'featured', 'FEATURED_ARTIST', 1
    FROM json_each(?1) b, json_each(b.value -> 'tracks') t WHERE t.value ->> 'featured' IS NOT NULL`,
};

async function addArtists(tx, indexNames, artists) {
  const list = JSON.stringify(artists);
  await tx.run(ADD.images, [list]);
  await tx.run(ADD.artists, [list]);
  await indexNames(tx, 'artist', artists);
}

async function addAlbums(tx, indexNames, albums) {
  const list = JSON.stringify(albums);
  for (const step of ['albums', 'albumArtists', 'tracks', 'trackArtists']) await tx.run(ADD[step], [list]);
  await indexNames(tx, 'album', albums);
  await indexNames(
    tx,
    'track',
    albums.flatMap(({ tracks }) => tracks),
  );
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
  for (let from = 0; from < ARTISTS; from += 2000) {
    const artists = range(from, Math.min(ARTISTS, from + 2000)).map(artist);
    await catalog.write((tx) => addArtists(tx, source.indexNames, artists));
  }
  for (let from = 0; from < ALBUMS; from += ALBUMS_AT_A_TIME) {
    const albums = range(from, Math.min(ALBUMS, from + ALBUMS_AT_A_TIME)).map(album);
    await catalog.write((tx) => addAlbums(tx, source.indexNames, albums));
  }
  await catalog.close();
  const user = await source.Database.open(source.userDatabase, options);
  await addListeners(user, LISTENERS);
  await user.close();
  const resident = process.resourceUsage().maxRSS / 1024;
  console.log(`${TRACKS} tracks in ${seconds(startedAt).toFixed(0)} s, at most ${resident.toFixed(0)} MB resident`);
}

await main(resolve(process.argv[2] ?? 'tmp/bench/catalog-data'));
