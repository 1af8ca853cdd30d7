import { type Reader } from '@pezzottify/persistence';

export interface CatalogCount {
  readonly type: 'artist' | 'album' | 'track';
  readonly items: number;
}

/** Three rows, whatever the size of the catalog. */
export const catalogCounts = (reader: Reader): Promise<CatalogCount[]> =>
  reader.all('SELECT item_type AS type, items FROM catalog_counts');
