import { Inject, Injectable } from '@nestjs/common';
import {
  type CatalogDescribeMediaReply,
  type CatalogDescribeMediaRequest,
  type CatalogManifestReply,
  type CatalogManifestRequest,
} from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { describeMedia, manifestPage } from '../storage/catalog/ingest/media-manifest.js';
import { CATALOG_DATABASE } from '../tokens.js';

/** Tells the integrity watchdog what should be on disk, whether it is there or not. */
@Injectable()
export class ListMediaUsecase {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  execute({ list, ...page }: CatalogManifestRequest): Promise<CatalogManifestReply> {
    return manifestPage(this.database.reads, list, page);
  }

  async describe({ list, ids }: CatalogDescribeMediaRequest): Promise<CatalogDescribeMediaReply> {
    return { media: await describeMedia(this.database.reads, list, ids) };
  }
}
