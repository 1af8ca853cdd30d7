import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE, LOGGER } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { readJson } from './json-read.js';
import { albumJson, artistJson, imageJson, jsonTextList, jsonTextOf } from './wire-json.mapper.js';

const ARTIST = compactSql(`
WITH related AS (
  SELECT ${jsonTextList(artistJson('r'), 'r.name, r.id')} AS list
  FROM related_artists l JOIN artists r ON r.id = l.related_artist_id WHERE l.artist_id = ?1)
SELECT ${jsonTextOf({
  artist: artistJson('a'),
  display_image: `(SELECT ${imageJson('i')} FROM images i WHERE i.id = a.display_image_id)`,
  related_artists: 'related.list',
})} AS json
FROM artists a, related WHERE a.id = ?1`);

const ALBUM_LIST = `${jsonTextList(albumJson('b'), 'b.release_date DESC NULLS LAST, b.name, b.id')} AS list`;

const DISCOGRAPHY = compactSql(`
WITH own AS (
  SELECT ${ALBUM_LIST} FROM album_artists l JOIN albums b ON b.id = l.album_id WHERE l.artist_id = ?1),
featured AS (
  SELECT ${ALBUM_LIST} FROM albums b WHERE b.id IN (
    SELECT t.album_id FROM track_artists c JOIN tracks t ON t.id = c.track_id WHERE c.artist_id = ?1
    EXCEPT SELECT l.album_id FROM album_artists l WHERE l.artist_id = ?1))
SELECT ${jsonTextOf({ albums: 'own.list', features: 'featured.list' })} AS json
FROM artists a, own, featured WHERE a.id = ?1`);

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
