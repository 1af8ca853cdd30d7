import { ALBUM_TYPES, ARTIST_ROLES, IMAGE_SIZES, TRACK_FORMATS } from '@pezzottify/contracts';
import { boolean, integer, listOf, nullable, objectOf, type Schema, text, wordOf } from '@pezzottify/http-edge';

/** The answers of the content reads, as sections 3.1 and 3.2 of the HTTP contract give them. */

/** Headers of everything below `/v1/content` that a client may keep. */
export const CACHE_HEADERS = {
  'cache-control': { description: 'How long the client that asked may keep the answer', schema: text },
  vary: { description: 'Authorization, Cookie: the answer belongs to who asked', schema: text },
};

export const contentAnswer = (description: string, schema: Schema) => ({ description, schema, headers: CACHE_HEADERS });

const ACTIVITY_PERIOD = {
  oneOf: [
    objectOf({ Decade: integer }),
    objectOf({ Timespan: objectOf({ start_year: integer, end_year: nullable(integer) }) }),
  ],
};

export const ARTIST = objectOf({
  id: text,
  name: text,
  genres: listOf(text),
  activity_periods: listOf(ACTIVITY_PERIOD),
});

export const ALBUM = objectOf({
  id: text,
  name: text,
  album_type: wordOf(ALBUM_TYPES),
  label: nullable(text),
  date: nullable(integer),
  release_date: nullable(integer),
  genres: listOf(text),
  original_title: nullable(text),
  version_title: nullable(text),
});

export const TRACK = objectOf({
  id: text,
  name: text,
  album_id: text,
  disc_number: integer,
  track_number: integer,
  duration_secs: nullable(integer),
  is_explicit: boolean,
  audio_uri: text,
  format: wordOf(TRACK_FORMATS),
  tags: listOf(text),
  has_lyrics: boolean,
  languages: listOf(text),
  language_of_performance: listOf(text),
  original_title: nullable(text),
  version_title: nullable(text),
});

export const IMAGE = objectOf({
  id: text,
  uri: text,
  size: wordOf(IMAGE_SIZES),
  width: integer,
  height: integer,
});

export const ARTIST_RESOLVED = objectOf({
  artist: ARTIST,
  display_image: nullable(IMAGE),
  related_artists: listOf(ARTIST),
});

export const DISCOGRAPHY = objectOf({ albums: listOf(ALBUM), features: listOf(ALBUM) });

const DISC = objectOf({ number: integer, name: nullable(text), tracks: listOf(TRACK) });

export const ALBUM_RESOLVED = objectOf({
  album: ALBUM,
  artists: listOf(ARTIST),
  discs: listOf(DISC),
  display_image: nullable(IMAGE),
  id: text,
  artist_name: text,
  covers: listOf(IMAGE),
  cover_group: listOf(IMAGE),
});

export const TRACK_RESOLVED = objectOf({
  track: TRACK,
  album: ALBUM,
  artists: listOf(objectOf({ artist: ARTIST, role: wordOf(ARTIST_ROLES) })),
});

const POPULAR_ALBUM = objectOf({
  id: text,
  name: text,
  image_id: nullable(text),
  artist_names: listOf(text),
  artist_name: text,
  play_count: integer,
});

const POPULAR_ARTIST = objectOf({ id: text, name: text, image_id: nullable(text), play_count: integer });

export const POPULAR = objectOf({ albums: listOf(POPULAR_ALBUM), artists: listOf(POPULAR_ARTIST) });
