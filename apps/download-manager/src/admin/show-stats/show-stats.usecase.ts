import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Database, type Reader } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { startOfDay } from '../../intake/limits/start-of-day.js';
import { albumsUsed } from '../../storage/claims.repository.js';
import { processingFigures, queueCounts } from '../../storage/statistics.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { DownloaderStatus } from './downloader-status.js';
import { type Stats } from './stats.view.js';

const SECONDS_PER_DAY = 86_400;

@Injectable()
export class ShowStats {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly downloader: DownloaderStatus,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(): Promise<Stats> {
    const [downloader, counted] = await Promise.all([
      this.downloader.read(),
      this.database.snapshot((reader) => this.count(reader)),
    ]);
    return { downloader, ...counted };
  }

  private async count(reader: Reader): Promise<Omit<Stats, 'downloader'>> {
    const now = this.clock.seconds();
    const counts = await queueCounts(reader, startOfDay(now));
    const processing = await processingFigures(reader, now - SECONDS_PER_DAY);
    return {
      queue: {
        pending: counts.pending,
        in_progress: counts.inProgress,
        retry_waiting: counts.retryWaiting,
        completed_today: counts.completedToday,
        failed_today: counts.failedToday,
      },
      capacity: await this.capacity(reader, now),
      processing: {
        average_duration_ms: processing.averageDurationMs,
        success_rate_percent: processing.successRatePercent,
      },
    };
  }

  private async capacity(reader: Reader, now: number): Promise<Stats['capacity']> {
    const { maxAlbumsPerHour, maxAlbumsPerDay } = this.config.downloadManager;
    const used = await albumsUsed(reader, now);
    return {
      albums_this_hour: used.hour,
      max_per_hour: maxAlbumsPerHour,
      albums_today: used.day,
      max_per_day: maxAlbumsPerDay,
    };
  }
}
