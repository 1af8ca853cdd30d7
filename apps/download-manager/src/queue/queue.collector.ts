import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { DOWNLOAD_PRIORITIES } from '@pezzottify/contracts';
import { type Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { bandwidthUsed } from '../storage/bandwidth.repository.js';
import { albumsUsed } from '../storage/claims.repository.js';
import { queueSizes } from '../storage/gauges.repository.js';
import { CLOCK, CONFIG, METRICS, QUEUE_DATABASE } from '../tokens.js';
import { bandwidthLimits, periodsUsedUp } from './gates/bandwidth-limits.js';
import { ACTIVE_STATUSES } from './states.js';
import { StaleWatch } from './upkeep/stale-watch.js';

/** Gauges of the queue, read from its rows at every scrape. */
@Injectable()
export class QueueCollector implements OnModuleInit {
  constructor(
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly stale: StaleWatch,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.addSize();
    this.metrics.gauge(
      'download_queue_stale_in_progress',
      'Items in progress that have not moved for long',
      [],
      async (gauge) => gauge.set((await this.stale.stale()).length),
    );
    this.metrics.gauge('download_capacity_used', 'Albums counted against the limits', ['period'], async (gauge) => {
      const used = await albumsUsed(this.database.reads, this.clock.seconds());
      gauge.set({ period: 'hour' }, used.hour);
      gauge.set({ period: 'day' }, used.day);
    });
    this.addThrottle();
  }

  private addSize(): void {
    const labels = ['status', 'priority'] as const;
    this.metrics.gauge('download_queue_size', 'Active items', labels, async (gauge) => {
      // A lane that has run empty must read 0, not disappear.
      for (const status of ACTIVE_STATUSES) {
        for (const priority of DOWNLOAD_PRIORITIES) gauge.set(labelsOf(status, priority), 0);
      }
      for (const { status, priority, size } of await queueSizes(this.database.reads)) {
        gauge.set(labelsOf(status, DOWNLOAD_PRIORITIES[priority - 1] ?? ''), size);
      }
    });
  }

  private addThrottle(): void {
    const used = () => bandwidthUsed(this.database.reads, this.clock.seconds());
    this.metrics.gauge('download_throttle_bytes', 'Media bytes finished in the period', ['period'], async (gauge) => {
      const { minute, hour } = await used();
      gauge.set({ period: 'minute' }, minute);
      gauge.set({ period: 'hour' }, hour);
    });
    this.metrics.gauge('download_throttle_limit_bytes', 'Media bytes allowed in the period', ['period'], (gauge) => {
      const limits = bandwidthLimits(this.config.downloadManager);
      gauge.set({ period: 'minute' }, limits.minute);
      gauge.set({ period: 'hour' }, limits.hour);
    });
    this.metrics.gauge(
      'download_throttle_is_throttled',
      'Whether the bandwidth limits hold claims back',
      [],
      async (gauge) => gauge.set(periodsUsedUp(this.config.downloadManager, await used()).length > 0 ? 1 : 0),
    );
  }
}

const labelsOf = (status: string, priority: string) => ({
  status: status.toLowerCase(),
  priority: priority.toLowerCase(),
});
