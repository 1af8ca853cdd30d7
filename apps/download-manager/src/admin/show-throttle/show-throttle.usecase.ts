import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Database, type Reader } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { BYTES_PER_MB } from '../../queue/gates/queue-gates.js';
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
    const { throttleEnabled, throttleMaxMbPerMinute, throttleMaxMbPerHour } = this.config.downloadManager;
    const used = await bandwidthUsed(reader, this.clock.seconds());
    const [minute, hour] = [used.minute / BYTES_PER_MB, used.hour / BYTES_PER_MB];
    return {
      enabled: throttleEnabled,
      max_mb_per_minute: throttleMaxMbPerMinute,
      max_mb_per_hour: throttleMaxMbPerHour,
      current_mb_last_minute: minute,
      current_mb_last_hour: hour,
      is_throttled: throttleEnabled && (minute >= throttleMaxMbPerMinute || hour >= throttleMaxMbPerHour),
    };
  }
}
