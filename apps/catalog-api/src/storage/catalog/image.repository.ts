import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { CATALOG_DATABASE } from '../../tokens.js';

@Injectable()
export class ImageRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /** Path below the media root as the row says it, or undefined for an image without a row. */
  async uriOf(id: string): Promise<string | undefined> {
    const row = await this.database.reads.get<{ uri: string }>('SELECT uri FROM images WHERE id = ?', [id]);
    return row?.uri;
  }
}
