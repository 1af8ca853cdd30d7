import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { activityBetween, type ActivityPeriod } from '../../storage/activity-history.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { type TimeRange } from '../time-range.js';
import { type History } from './history.view.js';
import { type Period, PERIOD_LENGTH, windowOf } from './periods.js';

@Injectable()
export class ShowHistory {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(period: Period, range: TimeRange): Promise<History> {
    const window = windowOf(period, range, this.clock.seconds());
    const periods = await activityBetween(this.database.reads, PERIOD_LENGTH[period], window);
    const sum = (key: keyof ActivityPeriod): number => periods.reduce((total, one) => total + one[key], 0);
    return {
      period,
      entries: periods.map(({ start, ...counts }) => ({ period_start: start, ...counts })),
      total_albums: sum('albums'),
      total_tracks: sum('tracks'),
      total_images: sum('images'),
      total_bytes: sum('bytes'),
      total_failures: sum('failures'),
    };
  }
}
