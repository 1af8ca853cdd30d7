import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE, LOGGER } from '../../tokens.js';
import { readJson } from './json-read.js';
import { albumJson, artistJson, imageJson, unreadableInAlbum, unreadableInArtist } from './wire-json.mapper.js';

const ARTIST = `
WITH related AS (
  SELECT json_group_array(${artistJson('r')} ORDER BY r.name, r.id) AS list, total(${unreadableInArtist('r')}) AS bad
  FROM related_artists l JOIN artists r ON r.id = l.related_artist_id WHERE l.artist_id = ?1)
SELECT json_object(
    'artist', ${artistJson('a')},
    'display_image', json((SELECT ${imageJson('i')} FROM images i WHERE i.id = a.display_image_id)),
    'related_artists', json(related.list)) AS json,
  ${unreadableInArtist('a')} + related.bad AS unreadable
FROM artists a, related WHERE a.id = ?1`;

/** Newest first; what has no date comes last. */
const NEWEST = 'b.release_date DESC NULLS LAST, b.name, b.id';

const DISCOGRAPHY = `
WITH own AS (
  SELECT json_group_array(${albumJson('b')} ORDER BY ${NEWEST}) AS list, total(${unreadableInAlbum('b')}) AS bad
  FROM album_artists l JOIN albums b ON b.id = l.album_id WHERE l.artist_id = ?1),
featured AS (
  SELECT json_group_array(${albumJson('b')} ORDER BY ${NEWEST}) AS list, total(${unreadableInAlbum('b')}) AS bad
  FROM albums b WHERE b.id IN (
    SELECT t.album_id FROM track_artists c JOIN tracks t ON t.id = c.track_id WHERE c.artist_id = ?1
    EXCEPT SELECT l.album_id FROM album_artists l WHERE l.artist_id = ?1))
SELECT json_object('albums', json(own.list), 'features', json(featured.list)) AS json,
  own.bad + featured.bad AS unreadable
FROM artists a, own, featured WHERE a.id = ?1`;

/** Each read is one statement and answers the JSON text of the API, or undefined for an unknown id. */
@Injectable()
export class ArtistRepository {
  constructor(
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  resolved(id: string): Promise<string | undefined> {
    return readJson(this.database.reads, this.logger, ARTIST, [id]);
  }

  discography(id: string): Promise<string | undefined> {
    return readJson(this.database.reads, this.logger, DISCOGRAPHY, [id]);
  }
}
