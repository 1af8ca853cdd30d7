import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Database, type Reader } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { BYTES_PER_MB, periodsUsedUp } from '../../queue/gates/bandwidth-limits.js';
import { bandwidthUsed } from '../../storage/bandwidth.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { type ThrottleView } from './throttle.view.js';

@Injectable()
export class ShowThrottle {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(reader: Reader = this.database.reads): Promise<ThrottleView> {
    const settings = this.config.downloadManager;
    const used = await bandwidthUsed(reader, this.clock.seconds());
    return {
      enabled: settings.throttleEnabled,
      max_mb_per_minute: settings.throttleMaxMbPerMinute,
      max_mb_per_hour: settings.throttleMaxMbPerHour,
      current_mb_last_minute: used.minute / BYTES_PER_MB,
      current_mb_last_hour: used.hour / BYTES_PER_MB,
      is_throttled: periodsUsedUp(settings, used).length > 0,
    };
  }
}
