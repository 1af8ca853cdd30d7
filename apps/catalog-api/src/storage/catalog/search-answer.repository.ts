import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { SEARCH_TYPES, type SearchType } from './search-blocks.js';
import { jsonText, jsonTextList, jsonTextOf } from './wire-json.mapper.js';

/** An entity as the API shows it in a list of results, or its name only. */
export interface FoundEntity {
  id: string;
  name: string;
  artists_ids_names?: [id: string, name: string][];
}

const WHAT = { id: jsonText('e.id'), name: jsonText('e.name') };

const ARTIST = jsonTextOf({ type: `'"Artist"'`, ...WHAT, image_id: jsonText('e.display_image_id') });

const artistsOf = (credits: string): string => `(
  SELECT ${jsonTextList(`concat('[', ${jsonText('a.id')}, ',', ${jsonText('a.name')}, ']')`, 'c.position, c.artist_id')}
  FROM ${credits} JOIN artists a ON a.id = c.artist_id)`;

const ALBUM = jsonTextOf({
  type: `'"Album"'`,
  ...WHAT,
  artists_ids_names: artistsOf('(SELECT * FROM album_artists WHERE album_id = e.id) c'),
  image_id: jsonText('e.display_image_id'),
  year: `CAST(strftime('%Y', e.release_date, 'unixepoch') AS INTEGER)`,
});

const FIRST_ARTIST_IMAGE = `(
  SELECT a.display_image_id FROM track_artists c JOIN artists a ON a.id = c.artist_id
  WHERE c.track_id = e.id ORDER BY c.position, c.artist_id LIMIT 1)`;

const TRACK = jsonTextOf({
  type: `'"Track"'`,
  ...WHAT,
  duration: `coalesce(e.duration_secs, 0)`,
  artists_ids_names: artistsOf('(SELECT * FROM track_artists WHERE track_id = e.id) c'),
  image_id: jsonText(
    `coalesce((SELECT b.display_image_id FROM albums b WHERE b.id = e.album_id), ${FIRST_ARTIST_IMAGE})`,
  ),
  album_id: jsonText('e.album_id'),
});

const FULL: Readonly<Record<SearchType, string>> = { artist: ARTIST, album: ALBUM, track: TRACK };

/** As one text for each type: as rows of their own, making them would cost more than finding them. */
const entitiesOf = (type: SearchType, json: string, parameter: number): string =>
  `SELECT concat('[', group_concat(${json}), ']') AS found
  FROM json_each(?${parameter}) asked CROSS JOIN ${type}s e ON e.id = asked.value`;

const statementOf = (jsonOf: (type: SearchType) => string): string =>
  compactSql(SEARCH_TYPES.map((type, index) => entitiesOf(type, jsonOf(type), index + 1)).join(' UNION ALL '));

/** A parameter for each type: the ids. */
const IN_FULL = statementOf((type) => FULL[type]);
const NAMES = statementOf(() => jsonTextOf(WHAT));

@Injectable()
export class SearchAnswerRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /** Those that are still there, in no order. An artist who is credited in several roles is named at each of them. */
  async entities(
    ids: Readonly<Record<SearchType, readonly string[]>>,
    inFull: boolean,
  ): Promise<Record<SearchType, FoundEntity[]>> {
    const rows = await this.database.reads.all<{ found: string }>(
      inFull ? IN_FULL : NAMES,
      SEARCH_TYPES.map((type) => JSON.stringify(ids[type])),
    );
    const [artist = [], album = [], track = []] = rows.map(({ found }) => JSON.parse(found) as FoundEntity[]);
    return { artist, album, track };
  }
}
