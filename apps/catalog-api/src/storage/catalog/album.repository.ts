import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE, LOGGER } from '../../tokens.js';
import { readJson } from './json-read.js';
import {
  albumJson,
  artistJson,
  imageJson,
  trackJson,
  unreadableInAlbum,
  unreadableInArtist,
  unreadableInTrack,
} from './wire-json.mapper.js';

const ALBUM = `SELECT ${albumJson('b')} AS json, ${unreadableInAlbum('b')} AS unreadable FROM albums b WHERE b.id = ?1`;

const RESOLVED = `
WITH disc AS (
  SELECT t.disc_number AS number, total(${unreadableInTrack('t')}) AS bad,
    json_group_array(${trackJson('t')} ORDER BY t.track_number, t.id) AS tracks
  FROM tracks t WHERE t.album_id = ?1 GROUP BY t.disc_number),
discs AS (
  SELECT total(disc.bad) AS bad, json_group_array(
    json_object('number', disc.number, 'name', NULL, 'tracks', json(disc.tracks)) ORDER BY disc.number) AS list
  FROM disc),
credits AS (
  SELECT json_group_array(${artistJson('a')} ORDER BY l.position, l.artist_id) AS list,
    group_concat(a.name, ', ' ORDER BY l.position, l.artist_id) AS names, total(${unreadableInArtist('a')}) AS bad
  FROM album_artists l JOIN artists a ON a.id = l.artist_id WHERE l.album_id = ?1),
display AS (
  SELECT b.id AS album_id, ${imageJson('i')} AS image FROM albums b JOIN images i ON i.id = b.display_image_id
  WHERE b.id = ?1)
SELECT json_object(
    'album', ${albumJson('b')},
    'artists', json(credits.list),
    'discs', json(discs.list),
    'display_image', json(display.image),
    'id', b.id,
    'artist_name', coalesce(credits.names, ''),
    'covers', CASE WHEN display.image IS NULL THEN json_array() ELSE json_array(json(display.image)) END,
    'cover_group', json_array()) AS json,
  ${unreadableInAlbum('b')} + discs.bad + credits.bad AS unreadable
FROM albums b JOIN discs JOIN credits LEFT JOIN display ON display.album_id = b.id WHERE b.id = ?1`;

/** Each read is one statement and answers the JSON text of the API, or undefined for an unknown id. */
@Injectable()
export class AlbumRepository {
  constructor(
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  find(id: string): Promise<string | undefined> {
    return readJson(this.database.reads, this.logger, ALBUM, [id]);
  }

  resolved(id: string): Promise<string | undefined> {
    return readJson(this.database.reads, this.logger, RESOLVED, [id]);
  }
}
