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

/** AND stops at a text that is no JSON: json_type() of one would be an error. */
const isList = (column: string): string => `json_valid(${column}) AND json_type(${column}) = 'array'`;

const list = (column: string): string => `json(iif(${column} = '[]' OR ${isList(column)}, ${column}, '[]'))`;

const bool = (column: string): string => `json(iif(${column}, 'true', 'false'))`;

/** True for a stored list that {@link list} had to read as empty although something is there. */
const isUnreadable = (column: string): string => `(${column} <> '[]' AND NOT iif(${isList(column)}, 1, 0))`;

export const imageJson = (row: string): string => `json_object(
  'id', ${row}.id, 'uri', ${row}.uri, 'size', ${wireWordSql(IMAGE_SIZE_WORDS, `${row}.size`)},
  'width', ${row}.width, 'height', ${row}.height)`;

export const artistJson = (row: string): string => `json_object(
  'id', ${row}.id, 'name', ${row}.name, 'genres', ${list(`${row}.genres`)},
  'activity_periods', ${list(`${row}.activity_periods`)})`;

export const unreadableInArtist = (row: string): string =>
  `(${isUnreadable(`${row}.genres`)} OR ${isUnreadable(`${row}.activity_periods`)})`;

export const albumJson = (row: string): string => `json_object(
  'id', ${row}.id, 'name', ${row}.name, 'album_type', ${wireWordSql(ALBUM_TYPE_WORDS, `${row}.album_type`)},
  'label', ${row}.label, 'date', ${row}.release_date, 'release_date', ${row}.release_date,
  'genres', ${list(`${row}.genres`)}, 'original_title', ${row}.original_title, 'version_title', ${row}.version_title)`;

export const unreadableInAlbum = (row: string): string => isUnreadable(`${row}.genres`);

export const trackJson = (row: string): string => `json_object(
  'id', ${row}.id, 'name', ${row}.name, 'album_id', ${row}.album_id, 'disc_number', ${row}.disc_number,
  'track_number', ${row}.track_number, 'duration_secs', ${row}.duration_secs, 'is_explicit', ${bool(`${row}.is_explicit`)},
  'audio_uri', ${row}.audio_uri, 'format', ${wireWordSql(TRACK_FORMAT_WORDS, `${row}.format`)},
  'tags', ${list(`${row}.tags`)}, 'has_lyrics', ${bool(`${row}.has_lyrics`)}, 'languages', ${list(`${row}.languages`)},
  'language_of_performance', ${list(`${row}.languages`)}, 'original_title', ${row}.original_title,
  'version_title', ${row}.version_title)`;

export const unreadableInTrack = (row: string): string =>
  `(${isUnreadable(`${row}.tags`)} OR ${isUnreadable(`${row}.languages`)})`;

export const roleJson = (row: string): string => wireWordSql(ARTIST_ROLE_WORDS, `${row}.role`);

/**
 * An object as JSON text, put together from JSON texts (`json_…()` results; NULL becomes null) without reading them
 * again, which costs as much as making them did. For finished, large parts: the result is text and no JSON value to SQLite.
 */
export const jsonTextOf = (parts: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(parts).map(
    ([key, json], index) => `'${index === 0 ? '{' : ','}"${key}":', ifnull(${json}, 'null')`,
  );
  return `concat(${pairs.join(', ')}, '}')`;
};

/** A list as JSON text, put together the same way, for use in an aggregating SELECT. */
export const jsonTextList = (json: string, order: string): string =>
  `concat('[', group_concat(${json}, ',' ORDER BY ${order}), ']')`;
