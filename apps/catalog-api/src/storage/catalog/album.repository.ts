import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE, LOGGER } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { readJson } from './json-read.js';
import {
  albumJson,
  artistJson,
  imageJson,
  jsonTextList,
  jsonTextOf,
  trackJson,
  unreadableInAlbum,
  unreadableInArtist,
  unreadableInTrack,
} from './wire-json.mapper.js';

const ALBUM = compactSql(
  `SELECT ${albumJson('b')} AS json, ${unreadableInAlbum('b')} AS unreadable FROM albums b WHERE b.id = ?1`,
);

const DISC = jsonTextOf({ number: 'disc.number', name: 'NULL', tracks: 'disc.tracks' });
const CREDITED = 'l.position, l.artist_id';

const RESOLVED = compactSql(`
WITH disc AS (
  SELECT t.disc_number AS number, max(${unreadableInTrack('t')}) AS bad,
    json_group_array(${trackJson('t')} ORDER BY t.track_number, t.id) AS tracks
  FROM tracks t WHERE t.album_id = ?1 GROUP BY t.disc_number),
discs AS (SELECT max(disc.bad) AS bad, ${jsonTextList(DISC, 'disc.number')} AS list FROM disc),
credits AS (
  SELECT json_group_array(${artistJson('a')} ORDER BY ${CREDITED}) AS list,
    group_concat(a.name, ', ' ORDER BY ${CREDITED}) AS names, max(${unreadableInArtist('a')}) AS bad
  FROM album_artists l JOIN artists a ON a.id = l.artist_id WHERE l.album_id = ?1),
display AS (
  SELECT b.id AS album_id, ${imageJson('i')} AS image FROM albums b JOIN images i ON i.id = b.display_image_id
  WHERE b.id = ?1)
SELECT ${jsonTextOf({
  album: albumJson('b'),
  artists: 'credits.list',
  discs: 'discs.list',
  display_image: 'display.image',
  id: 'json_quote(b.id)',
  artist_name: `json_quote(ifnull(credits.names, ''))`,
  covers: `concat('[', display.image, ']')`,
  cover_group: `'[]'`,
})} AS json, ${unreadableInAlbum('b')} OR discs.bad OR credits.bad AS unreadable
FROM albums b JOIN discs JOIN credits LEFT JOIN display ON display.album_id = b.id WHERE b.id = ?1`);

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
