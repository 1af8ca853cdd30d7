import { Inject, Injectable } from '@nestjs/common';
import { type Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { countIdleBatches } from '../../storage/catalog/changelog/change-log.js';
import { CATALOG_DATABASE, CLOCK, METRICS } from '../../tokens.js';
import { IdleBatches } from './idle-batches.js';

/** `changelog_stale_*` of the HTTP contract. A batch stays stale only when closing it fails, or until the next sweep. */
@Injectable()
export class ChangelogCollector {
  constructor(
    @Inject(METRICS) metrics: Metrics,
    @Inject(CATALOG_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    batches: IdleBatches,
  ) {
    metrics.gauge('changelog_stale_batches', 'Open batches idle for more than an hour', [], async (gauge) => {
      gauge.set(await countIdleBatches(database.reads, clock.seconds()));
    });
    const checks = metrics.counter('changelog_stale_batch_checks_total', 'Looks for open batches to close');
    batches.onLooked(() => checks.inc());
  }
}
