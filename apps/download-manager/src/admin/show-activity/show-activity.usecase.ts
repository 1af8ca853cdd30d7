import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { activityBetween } from '../../storage/activity-history.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { PERIOD_LENGTH } from '../show-history/periods.js';
import { type ActivityView } from './activity.view.js';

const SECONDS_PER_HOUR = 3_600;

@Injectable()
export class ShowActivity {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(hours: number): Promise<ActivityView> {
    const now = this.clock.seconds();
    const window = { from: now - SECONDS_PER_HOUR * hours, until: now };
    const periods = await activityBetween(this.database.reads, PERIOD_LENGTH.hourly, window);
    const sum = (key: 'albums' | 'tracks' | 'bytes'): number => periods.reduce((total, one) => total + one[key], 0);
    return {
      hourly: periods.map(({ start, albums, tracks, bytes }) => ({ hour: hourText(start), albums, tracks, bytes })),
      totals: { albums: sum('albums'), tracks: sum('tracks'), bytes: sum('bytes') },
    };
  }
}

const hourText = (seconds: number): string => new Date(1000 * seconds).toISOString().replace('.000Z', 'Z');
