import { type CatalogIngestRequest, type IngestImage } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { ALBUM_TYPE_WORDS, ARTIST_ROLE_WORDS, IMAGE_SIZE_WORDS, storedWordSql } from '../words.mapper.js';

/**
 * Each statement adds what is missing of one kind, whatever the number of rows, and leaves every row that is there as it
 * is. `?` is a JSON list. (`WHERE true` keeps SQLite from reading ON CONFLICT as the condition of a join.)
 */
const ADD_ARTISTS = `
INSERT INTO artists (id, name, genres, activity_periods)
SELECT value ->> 'id', value ->> 'name', value -> 'genres', value -> 'activity_periods' FROM json_each(?) WHERE true
ON CONFLICT DO NOTHING`;

const ADD_ALBUM = `
INSERT INTO albums (id, name, album_type, label, release_date, genres, original_title, version_title)
SELECT value ->> 'id', value ->> 'name', ${storedWordSql(ALBUM_TYPE_WORDS, `value ->> 'album_type'`)}, value ->> 'label',
  value ->> 'release_date', value -> 'genres', value ->> 'original_title', value ->> 'version_title'
FROM json_each(?) WHERE true
ON CONFLICT DO NOTHING`;

const ADD_TRACKS = `
INSERT INTO tracks (id, name, album_id, disc_number, track_number, duration_secs, is_explicit, audio_uri, format, tags,
  has_lyrics, languages, original_title, version_title)
SELECT value ->> 'id', value ->> 'name', ?, value ->> 'disc_number', value ->> 'track_number', value ->> 'duration_secs',
  value ->> 'is_explicit', value ->> 'audio_uri', 'UNKNOWN', value -> 'tags', value ->> 'has_lyrics',
  value -> 'languages', value ->> 'original_title', value ->> 'version_title'
FROM json_each(?) WHERE true
ON CONFLICT DO NOTHING`;

const ADD_IMAGES = `
INSERT INTO images (id, uri, size, width, height)
SELECT value ->> 'id', value ->> 'uri', ${storedWordSql(IMAGE_SIZE_WORDS, `value ->> 'size'`)}, value ->> 'width',
  value ->> 'height'
FROM json_each(?) WHERE true
ON CONFLICT DO NOTHING`;

const addImageLinks = (owner: 'artist' | 'album'): string => `
INSERT INTO ${owner}_images (${owner}_id, image_id, image_type, position)
SELECT owner.value ->> 'id', image.value ->> 'id', image.value ->> 'link_type', image.value ->> 'position'
FROM json_each(?) owner, json_each(owner.value -> 'images') image WHERE true
ON CONFLICT DO NOTHING`;

/** Links to artists that are neither in the request nor in the catalog are left out. */
const ADD_ALBUM_ARTISTS = `
INSERT INTO album_artists (album_id, artist_id, position)
SELECT album.value ->> 'id', credit.value, credit.key
FROM json_each(?) album, json_each(album.value -> 'artist_ids') credit JOIN artists a ON a.id = credit.value WHERE true
ORDER BY credit.key
ON CONFLICT DO NOTHING`;

const ADD_TRACK_ARTISTS = `
INSERT INTO track_artists (track_id, artist_id, role, position)
SELECT track.value ->> 'id', a.id, ${storedWordSql(ARTIST_ROLE_WORDS, `credit.value ->> 'role'`)}, credit.key
FROM json_each(?) track, json_each(track.value -> 'artists') credit JOIN artists a ON a.id = credit.value ->> 'artist_id'
WHERE true ORDER BY track.key, credit.key
ON CONFLICT DO NOTHING`;

const ADD_RELATED_HINTS = `
INSERT INTO related_artist_hints (artist_id, related_artist_id)
SELECT artist.value ->> 'id', related.value
FROM json_each(?) artist, json_each(artist.value -> 'related_artist_ids') related
WHERE related.value <> artist.value ->> 'id'
ON CONFLICT DO NOTHING`;

/** ?1: ids of the artists of this request, on either side of the relation. */
const LINK_RELATED = `
INSERT INTO related_artists (artist_id, related_artist_id)
SELECT h.artist_id, h.related_artist_id FROM related_artist_hints h JOIN artists r ON r.id = h.related_artist_id
WHERE h.artist_id IN (SELECT value FROM json_each(?1)) OR h.related_artist_id IN (SELECT value FROM json_each(?1))
ON CONFLICT DO NOTHING`;

/** The linked image with most pixels, for owners that show none. */
const chooseDisplayImages = (owner: 'artist' | 'album'): string => `
UPDATE ${owner}s SET display_image_id = (
  SELECT l.image_id FROM ${owner}_images l JOIN images i ON i.id = l.image_id WHERE l.${owner}_id = ${owner}s.id
  ORDER BY i.width * i.height DESC, l.position, l.image_id LIMIT 1)
WHERE id IN (SELECT value FROM json_each(?)) AND display_image_id IS NULL`;

/** Adds what the catalog does not have yet; see section 8.1 of the provider contract for the order and the rules. */
export async function insertMetadata(tx: WriteTransaction, { artists, album }: CatalogIngestRequest): Promise<void> {
  const artistList = JSON.stringify(artists);
  const albumList = JSON.stringify([album]);
  const trackList = JSON.stringify(album.tracks);
  await tx.run(ADD_ARTISTS, [artistList]);
  await tx.run(ADD_IMAGES, [JSON.stringify(imagesOf({ artists, album }))]);
  await tx.run(addImageLinks('artist'), [artistList]);
  await tx.run(ADD_ALBUM, [albumList]);
  await tx.run(ADD_ALBUM_ARTISTS, [albumList]);
  await tx.run(addImageLinks('album'), [albumList]);
  await tx.run(ADD_TRACKS, [album.id, trackList]);
  await tx.run(ADD_TRACK_ARTISTS, [trackList]);
  await relateAndShow(tx, { artists, album });
}

async function relateAndShow(tx: WriteTransaction, { artists, album }: CatalogIngestRequest): Promise<void> {
  const artistIds = JSON.stringify(artists.map(({ id }) => id));
  await tx.run(ADD_RELATED_HINTS, [JSON.stringify(artists)]);
  await tx.run(LINK_RELATED, [artistIds]);
  await tx.run(chooseDisplayImages('artist'), [artistIds]);
  await tx.run(chooseDisplayImages('album'), [JSON.stringify([album.id])]);
}

export const imagesOf = ({ artists, album }: CatalogIngestRequest): IngestImage[] => [
  ...artists.flatMap(({ images }) => images),
  ...album.images,
];
