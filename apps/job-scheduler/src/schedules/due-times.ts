import { type JobSchedule } from '@pezzottify/contracts';
import { type Cron, nextCronTime, parseCron } from '@pezzottify/work-engine';

/** All times here are milliseconds; `now` is one value for a whole pass. */

/** So many due times of one absence are accounted for: a month of minutes. The oldest beyond that are forgotten. */
const LONGEST_LIST = 50_000;
const MINUTE_MS = 60_000;

/** Due at once for a job that never ran; null without timed schedule. */
export function firstDueTime(schedule: JobSchedule, now: number): number | null {
  const { cron, interval_seconds, interval_start_seconds } = schedule;
  const atOnce = interval_seconds === undefined ? null : now;
  const byInterval = interval_start_seconds === undefined ? atOnce : intervalAfter(schedule, now);
  return earliest(calendarAfter(cron, now), byInterval);
}

/** The due time after a run that began, or ended, at `from`. An interval counts from there, a cron job from the calendar. */
export function nextDueTime(schedule: JobSchedule, from: number): number | null {
  return earliest(calendarAfter(schedule.cron, from), intervalAfter(schedule, from));
}

/** No due time that was computed by `now` can be later: one that is was computed by a clock that has been set back. */
export function latestDueTime(schedule: JobSchedule, now: number): number | null {
  const { cron, interval_seconds, interval_jitter_seconds = 0 } = schedule;
  const byInterval = interval_seconds === undefined ? null : now + (interval_seconds + interval_jitter_seconds) * 1000;
  return earliest(calendarAfter(cron, now), byInterval);
}

/** The due time of a job whose schedule is another one from `now` on. What the new calendar names before is not missed. */
export function dueTimeAfterChange(schedule: JobSchedule, lastRunAt: number | null, now: number): number | null {
  if (lastRunAt === null) return firstDueTime(schedule, now);
  const byInterval = intervalAfter(schedule, lastRunAt);
  return earliest(calendarAfter(schedule.cron, now), byInterval === null ? null : Math.max(byInterval, now));
}

/** The due time after a run that ended at `endedAt`. A time of the calendar that waits to be looked at is not moved. */
export function dueTimeAfterRun(schedule: JobSchedule, nextRunAt: number | null, endedAt: number): number | null {
  const isWaiting = nextRunAt !== null && nextRunAt <= endedAt && isCalendarTime(schedule, nextRunAt);
  return isWaiting ? nextRunAt : nextDueTime(schedule, endedAt);
}

/** `dueAt` and what the calendar names after it, until `now`. An interval has one due time until its run ends. */
export function dueTimesUntil({ cron }: JobSchedule, dueAt: number, now: number): number[] {
  if (cron === undefined) return [dueAt];
  const calendar = calendarOf(cron);
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
  const seconds = cron === undefined ? null : nextCronTime(calendarOf(cron), toSeconds(after));
  return seconds === null ? null : seconds * 1000;
}

/** Strictly after `from`. With a start time the interval is a grid on the clock; without, it counts from `from`. */
function intervalAfter(schedule: JobSchedule, from: number): number | null {
  const { interval_seconds, interval_jitter_seconds = 0, interval_start_seconds } = schedule;
  if (interval_seconds === undefined) return null;
  const step = interval_seconds * 1000;
  const start = (interval_start_seconds ?? 0) * 1000;
  const base =
    interval_start_seconds === undefined ? from + step : start + (Math.floor((from - start) / step) + 1) * step;
  return base + scattered(from, interval_jitter_seconds * 1000);
}

/** A number from 0 to `limit` that follows from `seed` and looks like chance: two computations must not disagree. */
const scattered = (seed: number, limit: number): number =>
  limit === 0 ? 0 : (Math.imul(seed % 0x7fff_ffff, 0x9e37_79b1) >>> 0) % (limit + 1);

const KEPT_CALENDARS = 2_000;
const calendars = new Map<string, Cron>();

/** A job's expression is needed several times a minute and changes once a year. */
function calendarOf(expression: string): Cron {
  const known = calendars.get(expression);
  if (known) return known;
  if (calendars.size >= KEPT_CALENDARS) calendars.clear();
  const calendar = parseCron(expression);
  calendars.set(expression, calendar);
  return calendar;
}

const toSeconds = (millis: number): number => Math.floor(millis / 1000);

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
