import { type CatalogAttachRequest, type CatalogIngestRequest } from '@pezzottify/contracts';

/** What needs no download, because a file lies where its row points. */
export interface InPlace {
  trackIds: ReadonlySet<string>;
  imageIds: ReadonlySet<string>;
}

/** The catalog as a worker sees it. Everything is idempotent and throws CatalogAwayError or CatalogRefusedError. */
export interface Catalog {
  ingestAlbum(request: CatalogIngestRequest, signal: AbortSignal): Promise<InPlace>;
  attach(request: CatalogAttachRequest, signal: AbortSignal): Promise<'attached' | 'unknown_entity'>;
}
