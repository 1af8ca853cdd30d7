import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { SEARCH_TYPES, type SearchType } from './search-blocks.js';

export interface ResultRow {
  /** Of its name in the index. */
  rowId: number;
  id: string;
  name: string;
  /** The result of the API as JSON text, where it was asked for. */
  json: string | null;
}

const ARTIST = `json_object('type', 'Artist', 'id', e.id, 'name', e.name, 'image_id', e.display_image_id)`;

const ALBUM = `json_object('type', 'Album', 'id', e.id, 'name', e.name,
  'artists_ids_names', json((
    SELECT json_group_array(json_array(a.id, a.name) ORDER BY l.position, l.artist_id)
    FROM album_artists l JOIN artists a ON a.id = l.artist_id WHERE l.album_id = e.id)),
  'image_id', e.display_image_id,
  'year', CAST(strftime('%Y', e.release_date, 'unixepoch') AS INTEGER))`;

/** An artist who is credited in two roles is named once, at the first of them. */
const CREDITS = `SELECT c.artist_id, min(c.position) AS position
  FROM track_artists c WHERE c.track_id = e.id GROUP BY c.artist_id`;

const TRACK = `json_object('type', 'Track', 'id', e.id, 'name', e.name,
  'duration', coalesce(e.duration_secs, 0),
  'artists_ids_names', json((
    SELECT json_group_array(json_array(a.id, a.name) ORDER BY c.position, c.artist_id)
    FROM (${CREDITS}) c JOIN artists a ON a.id = c.artist_id)),
  'image_id', coalesce((SELECT b.display_image_id FROM albums b WHERE b.id = e.album_id), (
    SELECT a.display_image_id FROM (${CREDITS}) c JOIN artists a ON a.id = c.artist_id
    ORDER BY c.position, c.artist_id LIMIT 1)),
  'album_id', e.album_id)`;

const FULL: Readonly<Record<SearchType, string>> = { artist: ARTIST, album: ALBUM, track: TRACK };

const rowsOf = (type: SearchType, json: string): string => `
  SELECT s.rowid AS rowId, e.id, e.name, ${json} AS json
  FROM json_each(?) hit CROSS JOIN search_items s ON s.rowid = hit.value JOIN ${type}s e ON e.id = s.item_id`;

const union = (jsonOf: (type: SearchType) => string): string =>
  compactSql(SEARCH_TYPES.map((type) => rowsOf(type, jsonOf(type))).join(' UNION ALL '));

const IN_FULL = union((type) => FULL[type]);
const NAMES_ONLY = union(() => 'NULL');

@Injectable()
export class SearchResultRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /** The entities behind rows of the index, in no particular order; what has gone meanwhile is missing. */
  results(rows: Readonly<Record<SearchType, readonly number[]>>, inFull: boolean): Promise<ResultRow[]> {
    const params = SEARCH_TYPES.map((type) => JSON.stringify(rows[type]));
    return this.database.reads.all<ResultRow>(inFull ? IN_FULL : NAMES_ONLY, params);
  }
}
