import { type JobSchedule } from '@pezzottify/contracts';
import { isCalendarTime, nextDueTime } from './due-times.js';

/** A due time that has not come. */
export interface ComingDueTime {
  readonly dueAt: number;
  readonly source: 'cron' | 'interval';
  /** It counts from the end of a run that has not begun: as if runs took no time. */
  readonly isEstimated: boolean;
}

/** The next `count` due times, beginning with the stored one; fewer when there are no more. Strictly ascending. */
export function comingDueTimes(schedule: JobSchedule, nextRunAt: number | null, count: number): ComingDueTime[] {
  const coming: ComingDueTime[] = [];
  for (let dueAt = nextRunAt; dueAt !== null && coming.length < count; dueAt = nextDueTime(schedule, dueAt)) {
    const source = isCalendarTime(schedule, dueAt) ? 'cron' : 'interval';
    coming.push({ dueAt, source, isEstimated: source === 'interval' && coming.length > 0 });
  }
  return coming;
}
