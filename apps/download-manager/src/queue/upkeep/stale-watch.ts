import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { staleItems, type StaleItem } from '../../storage/gauges.repository.js';
import { CLOCK, CONFIG, LOGGER, QUEUE_DATABASE } from '../../tokens.js';

const EVERY_MS = 5 * 60_000;
const NAMED = 10;

/** Warns of work that has not moved for long: at start and every five minutes. */
@Injectable()
export class StaleWatch {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  stale(): Promise<StaleItem[]> {
    const { staleInProgressThresholdSecs } = this.config.downloadManager;
    return staleItems(this.database.reads, this.clock.seconds() - staleInProgressThresholdSecs);
  }

  async look(): Promise<void> {
    try {
      const items = await this.stale();
      if (items.length === 0) return;
      this.logger.warn(
        { count: items.length, items: items.slice(0, NAMED) },
        'items in progress have not moved for long',
      );
    } catch (error) {
      this.logger.error({ err: error }, 'stale items could not be looked for');
    }
  }
}
