import { Inject, Injectable } from '@nestjs/common';
import { type CatalogIngestReply, type CatalogIngestRequest } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { CatalogWriter } from '../catalog/changelog/catalog-writer.js';
import { type TouchedEntities } from '../catalog/changelog/change.js';
import { imagesOf, insertMetadata } from '../storage/catalog/ingest/insert-metadata.js';
import { imageFiles, trackFiles } from '../storage/catalog/ingest/media-rows.js';
import { MediaFiles } from '../streaming/media-files.js';
import { CATALOG_DATABASE } from '../tokens.js';
import { idsInPlace } from './files-in-place.js';
import { refusalOfMetadata } from './refusal-of.js';

/** Takes the metadata of an album into the catalog. Asked again it adds only what is missing. */
@Injectable()
export class IngestAlbumUsecase {
  constructor(
    private readonly writer: CatalogWriter,
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    private readonly files: MediaFiles,
  ) {}

  async execute(request: CatalogIngestRequest): Promise<CatalogIngestReply> {
    const reason = refusalOfMetadata(request);
    if (reason !== undefined) return { kind: 'refused', reason };
    const touched = touchedBy(request);
    await this.writer.write(touched, (tx) => insertMetadata(tx, request));
    return {
      kind: 'ingested',
      track_ids_in_place: await idsInPlace(this.files, await trackFiles(this.database.reads, touched.track)),
      image_ids_in_place: await idsInPlace(this.files, await imageFiles(this.database.reads, touched.image)),
    };
  }
}

const touchedBy = (request: CatalogIngestRequest): Required<TouchedEntities> => ({
  artist: request.artists.map(({ id }) => id),
  album: [request.album.id],
  track: request.album.tracks.map(({ id }) => id),
  image: imagesOf(request).map(({ id }) => id),
});
