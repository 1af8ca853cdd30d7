import { stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { catalogCounts } from '../storage/catalog/catalog-counts.repository.js';
import { CATALOG_DATABASE, METRICS } from '../tokens.js';

/** `catalog_items_total` and `catalog_size_bytes` of the HTTP contract, read at every scrape at the same small price. */
@Injectable()
export class CatalogCollector {
  constructor(@Inject(METRICS) metrics: Metrics, @Inject(CATALOG_DATABASE) database: Database) {
    metrics.gauge('catalog_items_total', 'What the catalog holds', ['type'], async (gauge) => {
      for (const { type, items } of await catalogCounts(database.reads)) gauge.set({ type }, items);
    });
    metrics.gauge('catalog_size_bytes', 'Size of catalog.db', [], async (gauge) => {
      gauge.set((await stat(database.file)).size);
    });
  }
}
