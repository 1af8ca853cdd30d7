import {
  ALBUM_TYPE_WORDS,
  ARTIST_ROLE_WORDS,
  IMAGE_SIZE_WORDS,
  TRACK_FORMAT_WORDS,
  wireWordSql,
  type WordFamily,
} from './words.mapper.js';

/**
 * Rows as the JSON of the API, as SQL expressions. `row` is the alias of the table in the statement. A read is one
 * statement whose result is sent as it is; parsing and writing it again in the service would cost more than the read. All
 * of it is text put together from texts: json_object() and json_group_array() read every part again that they are given.
 */

/**
 * Stands for a stored list that is none: an empty list to every reader of JSON, and no other text here contains it (in a
 * string a tab is escaped), so that {@link hasUnreadable} can tell without a second look at the rows.
 */
const UNREADABLE = '[\t]';

export const hasUnreadable = (json: string): boolean => json.includes(UNREADABLE);

/**
 * An object as JSON text from the JSON texts of its values; NULL becomes null. The result is text, no JSON value to
 * SQLite: json_object() and the like would quote it.
 */
export const jsonTextOf = (values: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(values).map(
    ([key, json], index) => `'${index === 0 ? '{' : ','}"${key}":', ifnull(${json}, 'null')`,
  );
  return `concat(${pairs.join(', ')}, '}')`;
};

/** A list as JSON text, put together the same way, for use in an aggregating SELECT. */
export const jsonTextList = (json: string, order: string): string =>
  `concat('[', group_concat(${json}, ',' ORDER BY ${order}), ']')`;

/** A text or NULL. */
export const jsonText = (column: string): string => `json_quote(${column})`;

const flag = (column: string): string => `iif(${column}, 'true', 'false')`;

const word = <Wire extends string>(family: WordFamily<Wire>, column: string): string =>
  `concat('"', ${wireWordSql(family, column)}, '"')`;

const list = (column: string): string => `CASE WHEN ifnull(${column}, '[]') = '[]' THEN '[]'
  WHEN json_valid(${column}) AND json_type(${column}) = 'array' THEN ${column} ELSE '${UNREADABLE}' END`;

export const imageJson = (row: string): string =>
  jsonTextOf({
    id: jsonText(`${row}.id`),
    uri: jsonText(`${row}.uri`),
    size: word(IMAGE_SIZE_WORDS, `${row}.size`),
    width: `${row}.width`,
    height: `${row}.height`,
  });

export const artistJson = (row: string): string =>
  jsonTextOf({
    id: jsonText(`${row}.id`),
    name: jsonText(`${row}.name`),
    genres: list(`${row}.genres`),
    activity_periods: list(`${row}.activity_periods`),
  });

export const albumJson = (row: string): string =>
  jsonTextOf({
    id: jsonText(`${row}.id`),
    name: jsonText(`${row}.name`),
    album_type: word(ALBUM_TYPE_WORDS, `${row}.album_type`),
    label: jsonText(`${row}.label`),
    date: `${row}.release_date`,
    release_date: `${row}.release_date`,
    genres: list(`${row}.genres`),
    original_title: jsonText(`${row}.original_title`),
    version_title: jsonText(`${row}.version_title`),
  });

export const trackJson = (row: string): string =>
  jsonTextOf({
    id: jsonText(`${row}.id`),
    name: jsonText(`${row}.name`),
    album_id: jsonText(`${row}.album_id`),
    disc_number: `${row}.disc_number`,
    track_number: `${row}.track_number`,
    duration_secs: `${row}.duration_secs`,
    is_explicit: flag(`${row}.is_explicit`),
    audio_uri: jsonText(`${row}.audio_uri`),
    format: word(TRACK_FORMAT_WORDS, `${row}.format`),
    tags: list(`${row}.tags`),
    has_lyrics: flag(`${row}.has_lyrics`),
    languages: list(`${row}.languages`),
    language_of_performance: list(`${row}.languages`),
    original_title: jsonText(`${row}.original_title`),
    version_title: jsonText(`${row}.version_title`),
  });

export const roleJson = (row: string): string => word(ARTIST_ROLE_WORDS, `${row}.role`);
