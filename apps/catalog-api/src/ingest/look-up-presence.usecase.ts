import { Inject, Injectable } from '@nestjs/common';
import { type CatalogPresenceReply, type CatalogPresenceRequest } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { albumFiles, knownArtists } from '../storage/catalog/ingest/media-rows.js';
import { MediaFiles } from '../streaming/media-files.js';
import { CATALOG_DATABASE } from '../tokens.js';
import { areAllInPlace } from './files-in-place.js';

/** Tells what the catalog has. An album counts when it can be played from beginning to end. */
@Injectable()
export class LookUpPresenceUsecase {
  constructor(
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    private readonly files: MediaFiles,
  ) {}

  async execute(asked: CatalogPresenceRequest): Promise<CatalogPresenceReply> {
    return {
      complete_album_ids: await this.completeAlbums(asked.album_ids),
      artist_ids: await knownArtists(this.database.reads, asked.artist_ids),
    };
  }

  private async completeAlbums(albumIds: readonly string[]): Promise<string[]> {
    const complete: string[] = [];
    for (const { id, uris } of await albumFiles(this.database.reads, albumIds)) {
      if (await areAllInPlace(this.files, uris)) complete.push(id);
    }
    return complete;
  }
}
