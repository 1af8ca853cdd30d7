import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { type EntityPlays, type PopularContent } from '../../jobs/popular-content/popular-content.js';
import { CATALOG_DATABASE } from '../../tokens.js';

/** Plays of tracks, as a table. */
const PLAYED = `
WITH played AS (SELECT value ->> 'id' AS track_id, value ->> 'plays' AS plays FROM json_each(?1))`;

const BY_ALBUM = `${PLAYED}
SELECT t.album_id AS id, sum(played.plays) AS plays FROM played JOIN tracks t ON t.id = played.track_id
GROUP BY t.album_id`;

/** Several roles of an artist in one track count once. */
const BY_ARTIST = `${PLAYED}
SELECT artist_id AS id, sum(plays) AS plays FROM (
  SELECT DISTINCT played.track_id, played.plays, c.artist_id
  FROM played JOIN track_artists c ON c.track_id = played.track_id)
GROUP BY artist_id`;

const mostPlayed = (table: 'albums' | 'artists'): string => `
SELECT e.id, counted.value ->> 'plays' AS plays FROM json_each(?1) counted JOIN ${table} e ON e.id = counted.value ->> 'id'
ORDER BY plays DESC, e.name, e.id LIMIT ?2`;

const NAMES = `
SELECT json_group_array(a.name ORDER BY l.position, l.artist_id)
FROM album_artists l JOIN artists a ON a.id = l.artist_id WHERE l.album_id = shown.id`;

const NAMES_AS_TEXT = NAMES.replace('json_group_array(a.name', `group_concat(a.name, ', '`);

/** The stored list in its order; what has left the catalog makes room for the next. */
const shownRows = (table: 'albums' | 'artists', list: string, limit: string): string => `
SELECT e.id, e.name, e.display_image_id, stored.key AS place, stored.value ->> 'plays' AS plays
FROM json_each(${list}) stored JOIN ${table} e ON e.id = stored.value ->> 'id' ORDER BY stored.key LIMIT ${limit}`;

const SHOWN = `
SELECT json_object(
  'albums', json((SELECT json_group_array(json_object('id', shown.id, 'name', shown.name,
      'image_id', shown.display_image_id, 'artist_names', json((${NAMES})),
      'artist_name', coalesce((${NAMES_AS_TEXT}), ''), 'play_count', shown.plays) ORDER BY shown.place)
    FROM (${shownRows('albums', '?1', '?2')}) shown)),
  'artists', json((SELECT json_group_array(json_object('id', shown.id, 'name', shown.name,
      'image_id', shown.display_image_id, 'play_count', shown.plays) ORDER BY shown.place)
    FROM (${shownRows('artists', '?3', '?4')}) shown))) AS json`;

@Injectable()
export class PopularRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /** Plays of albums and artists, given plays of some tracks. Tracks that have left the catalog count for nobody. */
  async playsByEntity(tracks: readonly EntityPlays[]): Promise<{ albums: EntityPlays[]; artists: EntityPlays[] }> {
    const list = [JSON.stringify(tracks)];
    const albums = await this.database.reads.all<EntityPlays>(BY_ALBUM, list);
    return { albums, artists: await this.database.reads.all<EntityPlays>(BY_ARTIST, list) };
  }

  /** The first of them by plays, then name, then id. */
  mostPlayed(kind: 'album' | 'artist', contenders: readonly EntityPlays[], places: number): Promise<EntityPlays[]> {
    return this.database.reads.all<EntityPlays>(mostPlayed(`${kind}s`), [JSON.stringify(contenders), places]);
  }

  /** The JSON text of the API. */
  async shown(content: PopularContent, limits: { albums: number; artists: number }): Promise<string> {
    const params = [JSON.stringify(content.albums), limits.albums, JSON.stringify(content.artists), limits.artists];
    const row = await this.database.reads.get<{ json: string }>(SHOWN, params);
    return row?.json ?? '';
  }
}
