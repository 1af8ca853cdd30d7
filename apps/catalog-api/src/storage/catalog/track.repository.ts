import { Inject, Injectable } from '@nestjs/common';
import { type TrackFormat } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Database, KeptReads } from '@pezzottify/persistence';
import { CATALOG_DATABASE, LOGGER } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { readJson } from './json-read.js';
import { albumJson, artistJson, jsonTextList, jsonTextOf, roleJson, trackJson } from './wire-json.mapper.js';
import { TRACK_FORMAT_WORDS, wireOf } from './words.mapper.js';

const TRACK = compactSql(`SELECT ${trackJson('t')} AS json FROM tracks t WHERE t.id = ?1`);

const CREDIT = jsonTextOf({ artist: artistJson('a'), role: roleJson('c') });

const RESOLVED = compactSql(`
WITH credits AS (
  SELECT ${jsonTextList(CREDIT, 'c.position, c.artist_id, c.role')} AS list
  FROM track_artists c JOIN artists a ON a.id = c.artist_id WHERE c.track_id = ?1)
SELECT ${jsonTextOf({ track: trackJson('t'), album: albumJson('b'), artists: 'credits.list' })} AS json
FROM tracks t JOIN albums b ON b.id = t.album_id JOIN credits WHERE t.id = ?1`);

export interface TrackAudio {
  audioUri: string;
  format: TrackFormat;
}

@Injectable()
export class TrackRepository {
  /** A player asks for one file again and again, part by part. */
  private readonly audio: KeptReads<TrackAudio>;

  constructor(
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.audio = new KeptReads(database);
  }

  /** The JSON text of the API, or undefined for an unknown id; likewise below. */
  find(id: string): Promise<string | undefined> {
    return readJson(this.database.reads, this.logger, TRACK, [id]);
  }

  resolved(id: string): Promise<string | undefined> {
    return readJson(this.database.reads, this.logger, RESOLVED, [id]);
  }

  audioOf(id: string): Promise<TrackAudio | undefined> {
    return this.audio.find(id, () => this.readAudio(id));
  }

  private async readAudio(id: string): Promise<TrackAudio | undefined> {
    const row = await this.database.reads.get<{ audio_uri: string; format: string }>(
      'SELECT audio_uri, format FROM tracks WHERE id = ?',
      [id],
    );
    return row && { audioUri: row.audio_uri, format: wireOf(TRACK_FORMAT_WORDS, row.format) };
  }
}
