import { type JobSchedule } from '@pezzottify/contracts';
import { parseCron, type Cron } from './cron.js';
import { nextCronTime } from './next-cron-time.js';

/** All times here are milliseconds; `now` is one value for a whole pass. */

/** So many due times of one absence are accounted for: a month of minutes. The oldest beyond that are forgotten. */
const LONGEST_LIST = 50_000;
const MINUTE_MS = 60_000;

/** Due at once for a job that never ran; null without timed schedule. */
export function firstDueTime({ cron, interval_seconds }: JobSchedule, now: number): number | null {
  return earliest(calendarAfter(cron, now), interval_seconds === undefined ? null : now);
}

/** The due time after a run that began, or ended, at `from`. An interval counts from there, a cron job from the calendar. */
export function nextDueTime({ cron, interval_seconds }: JobSchedule, from: number): number | null {
  const byInterval = interval_seconds === undefined ? null : from + interval_seconds * 1000;
  return earliest(calendarAfter(cron, from), byInterval);
}

/** The due time of a job whose schedule is another one from `now` on. What the new calendar names before is not missed. */
export function dueTimeAfterChange(schedule: JobSchedule, lastRunAt: number | null, now: number): number | null {
  if (lastRunAt === null) return firstDueTime(schedule, now);
  const { cron, interval_seconds } = schedule;
  const byInterval = interval_seconds === undefined ? null : Math.max(lastRunAt + interval_seconds * 1000, now);
  return earliest(calendarAfter(cron, now), byInterval);
}

/** The due time after a run that ended at `endedAt`. A time of the calendar that waits to be looked at is not moved. */
export function dueTimeAfterRun(schedule: JobSchedule, nextRunAt: number | null, endedAt: number): number | null {
  const isWaiting = nextRunAt !== null && nextRunAt <= endedAt && isCalendarTime(schedule, nextRunAt);
  return isWaiting ? nextRunAt : nextDueTime(schedule, endedAt);
}

/** `dueAt` and what the calendar names after it, until `now`. An interval has one due time until its run ends. */
export function dueTimesUntil({ cron }: JobSchedule, dueAt: number, now: number): number[] {
  if (cron === undefined) return [dueAt];
  const calendar = parseCron(cron);
  const times = [dueAt, ...calendarBetween(calendar, dueAt, now)];
  if (times.length <= LONGEST_LIST) return times;
  // No calendar names more than one time a minute.
  return calendarBetween(calendar, now - LONGEST_LIST * MINUTE_MS, now);
}

/** After `from`, until `to`; of very many the first. */
function calendarBetween(calendar: Cron, from: number, to: number): number[] {
  const times: number[] = [];
  let seconds = nextCronTime(calendar, toSeconds(from));
  while (seconds !== null && seconds * 1000 <= to && times.length < LONGEST_LIST) {
    times.push(seconds * 1000);
    seconds = nextCronTime(calendar, seconds);
  }
  return times;
}

/** Whether a due time comes from the calendar, not from an interval. */
export const isCalendarTime = ({ cron }: JobSchedule, time: number): boolean => calendarAfter(cron, time - 1) === time;

function calendarAfter(cron: string | undefined, after: number): number | null {
  const seconds = cron === undefined ? null : nextCronTime(parseCron(cron), toSeconds(after));
  return seconds === null ? null : seconds * 1000;
}

const toSeconds = (millis: number): number => Math.floor(millis / 1000);

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
