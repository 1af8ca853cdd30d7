import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE, LOGGER } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { readJson, warnOfUnreadable } from './json-read.js';
import { RESOLVED_ALBUM, type ResolvedAlbum, resolvedAlbumText } from './resolved-album.mapper.js';
import { albumJson } from './wire-json.mapper.js';

const ALBUM = compactSql(`SELECT ${albumJson('b')} AS json FROM albums b WHERE b.id = ?1`);

const RESOLVED = compactSql(RESOLVED_ALBUM);

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

  async resolved(id: string): Promise<string | undefined> {
    const parts = await this.database.reads.get<ResolvedAlbum>(RESOLVED, [id]);
    if (!parts) return undefined;
    const json = resolvedAlbumText(parts);
    warnOfUnreadable(this.logger, json, [id]);
    return json;
  }
}
