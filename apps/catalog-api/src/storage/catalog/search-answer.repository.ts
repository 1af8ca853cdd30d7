import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { type SearchType } from './search-blocks.js';

/** A row of the index with its two scores; lower is better. */
export interface ScoredRow {
  rowId: number;
  score: number;
  adjustedScore: number;
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

const byType = (valueOf: (type: SearchType) => string): string =>
  `CASE item_type WHEN 'artist' THEN ${valueOf('artist')} WHEN 'album' THEN ${valueOf('album')} ELSE ${valueOf('track')} END`;

const fromEntity = (value: string, type: SearchType): string =>
  `(SELECT ${value} FROM ${type}s e WHERE e.id = item_id)`;

const FULL: Readonly<Record<SearchType, string>> = { artist: ARTIST, album: ALBUM, track: TRACK };
const ENTITY = byType((type) => fromEntity(FULL[type], type));

const WIRE_TYPE: Readonly<Record<SearchType, string>> = { artist: 'Artist', album: 'Album', track: 'Track' };
const SCORES = `json_object('item_type', ${byType((type) => `'${WIRE_TYPE[type]}'`)}, 'item_id', item_id,
  'score', score, 'adjusted_score', adjusted_score, 'matchable_text', matchable_text)`;

const IN_ORDER = 'ORDER BY adjusted_score, name, item_id';

/**
 * `?1`: row ids with their scores, `?2`: how many are shown. The best are chosen by their names before anything else is
 * read of them, and all make one text: as rows of their own, making them would cost more than finding them.
 */
const answerOf = (result: string): string =>
  compactSql(`
  WITH hits AS MATERIALIZED (
    SELECT h.value ->> 1 AS score, h.value ->> 2 AS adjusted_score, s.item_type, s.item_id, s.matchable_text,
      ${byType((type) => fromEntity('e.name', type))} AS name
    FROM json_each(?1) h CROSS JOIN search_items s ON s.rowid = h.value ->> 0),
  best AS MATERIALIZED (SELECT * FROM hits WHERE name IS NOT NULL ${IN_ORDER} LIMIT ?2)
  SELECT concat('[', group_concat(${result}, ',' ${IN_ORDER}), ']') AS answer FROM best`);

const IN_FULL = answerOf(ENTITY);
const SCORES_ONLY = answerOf(SCORES);

@Injectable()
export class SearchAnswerRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /** JSON text of the API: the best of these, ties by name and id; without those that have gone meanwhile. */
  async answer(rows: readonly ScoredRow[], limit: number, inFull: boolean): Promise<string> {
    const scored = JSON.stringify(rows.map(({ rowId, score, adjustedScore }) => [rowId, score, adjustedScore]));
    const row = await this.database.reads.get<{ answer: string }>(inFull ? IN_FULL : SCORES_ONLY, [scored, limit]);
    return row?.answer ?? '[]';
  }
}
