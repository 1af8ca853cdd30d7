import {
  ALBUM_TYPE_WORDS,
  ARTIST_ROLE_WORDS,
  IMAGE_SIZE_WORDS,
  TRACK_FORMAT_WORDS,
  wireWordSql,
} from './words.mapper.js';

/**
 * Rows as the JSON of the API, as SQL expressions. `row` is the alias of the table in the statement. A read is one
 * statement whose result is sent as it is; parsing and writing it again in the service would cost more than the read.
 */

const list = (column: string): string =>
  `json(CASE WHEN json_valid(${column}) THEN CASE json_type(${column}) WHEN 'array' THEN ${column} ELSE '[]' END ELSE '[]' END)`;

const bool = (column: string): string => `json(CASE WHEN ${column} THEN 'true' ELSE 'false' END)`;

/** 1 for a stored list that {@link list} had to read as empty although something is there. */
const isUnreadable = (column: string): string =>
  `CASE WHEN ${column} IS NULL THEN 0 WHEN json_valid(${column}) THEN json_type(${column}) <> 'array' ELSE 1 END`;

export const imageJson = (row: string): string => `json_object(
  'id', ${row}.id, 'uri', ${row}.uri, 'size', ${wireWordSql(IMAGE_SIZE_WORDS, `${row}.size`)},
  'width', ${row}.width, 'height', ${row}.height)`;

export const artistJson = (row: string): string => `json_object(
  'id', ${row}.id, 'name', ${row}.name, 'genres', ${list(`${row}.genres`)},
  'activity_periods', ${list(`${row}.activity_periods`)})`;

export const unreadableInArtist = (row: string): string =>
  `(${isUnreadable(`${row}.genres`)} + ${isUnreadable(`${row}.activity_periods`)})`;

export const albumJson = (row: string): string => `json_object(
  'id', ${row}.id, 'name', ${row}.name, 'album_type', ${wireWordSql(ALBUM_TYPE_WORDS, `${row}.album_type`)},
  'label', ${row}.label, 'date', ${row}.release_date, 'release_date', ${row}.release_date,
  'genres', ${list(`${row}.genres`)}, 'original_title', ${row}.original_title, 'version_title', ${row}.version_title)`;

export const unreadableInAlbum = (row: string): string => `(${isUnreadable(`${row}.genres`)})`;

export const trackJson = (row: string): string => `json_object(
  'id', ${row}.id, 'name', ${row}.name, 'album_id', ${row}.album_id, 'disc_number', ${row}.disc_number,
  'track_number', ${row}.track_number, 'duration_secs', ${row}.duration_secs, 'is_explicit', ${bool(`${row}.is_explicit`)},
  'audio_uri', ${row}.audio_uri, 'format', ${wireWordSql(TRACK_FORMAT_WORDS, `${row}.format`)},
  'tags', ${list(`${row}.tags`)}, 'has_lyrics', ${bool(`${row}.has_lyrics`)}, 'languages', ${list(`${row}.languages`)},
  'language_of_performance', ${list(`${row}.languages`)}, 'original_title', ${row}.original_title,
  'version_title', ${row}.version_title)`;

export const unreadableInTrack = (row: string): string =>
  `(${isUnreadable(`${row}.tags`)} + ${isUnreadable(`${row}.languages`)})`;

export const roleJson = (row: string): string => wireWordSql(ARTIST_ROLE_WORDS, `${row}.role`);
