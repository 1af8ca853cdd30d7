import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE } from '../../tokens.js';
import { type SearchType } from './search-blocks.js';

export interface ResultRow {
  type: SearchType;
  id: string;
  name: string;
  /** The result of the API as JSON text. */
  json: string;
}

const ARTISTS = `
SELECT 'artist' AS type, a.id, a.name,
  json_object('type', 'Artist', 'id', a.id, 'name', a.name, 'image_id', a.display_image_id) AS json
FROM json_each(?) hit JOIN artists a ON a.id = hit.value`;

const ALBUMS = `
SELECT 'album', b.id, b.name, json_object('type', 'Album', 'id', b.id, 'name', b.name,
  'artists_ids_names', json((
    SELECT json_group_array(json_array(a.id, a.name) ORDER BY l.position, l.artist_id)
    FROM album_artists l JOIN artists a ON a.id = l.artist_id WHERE l.album_id = b.id)),
  'image_id', b.display_image_id,
  'year', CAST(strftime('%Y', b.release_date, 'unixepoch') AS INTEGER))
FROM json_each(?) hit JOIN albums b ON b.id = hit.value`;

/** An artist who is credited in two roles is named once, at the first of them. */
const CREDITS = `SELECT c.artist_id, min(c.position) AS position
  FROM track_artists c WHERE c.track_id = t.id GROUP BY c.artist_id`;

const TRACKS = `
SELECT 'track', t.id, t.name, json_object('type', 'Track', 'id', t.id, 'name', t.name,
  'duration', coalesce(t.duration_secs, 0),
  'artists_ids_names', json((
    SELECT json_group_array(json_array(a.id, a.name) ORDER BY c.position, c.artist_id)
    FROM (${CREDITS}) c JOIN artists a ON a.id = c.artist_id)),
  'image_id', coalesce(b.display_image_id, (
    SELECT a.display_image_id FROM (${CREDITS}) c JOIN artists a ON a.id = c.artist_id
    ORDER BY c.position, c.artist_id LIMIT 1)),
  'album_id', t.album_id)
FROM json_each(?) hit JOIN tracks t ON t.id = hit.value JOIN albums b ON b.id = t.album_id`;

const RESULTS = [ARTISTS, ALBUMS, TRACKS].join('\nUNION ALL');

@Injectable()
export class SearchResultRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /** The entities as search results, in no particular order; what has gone meanwhile is missing. */
  results(ids: Readonly<Record<SearchType, readonly string[]>>): Promise<ResultRow[]> {
    const params = [ids.artist, ids.album, ids.track].map((list) => JSON.stringify(list));
    return this.database.reads.all<ResultRow>(RESULTS, params);
  }
}
