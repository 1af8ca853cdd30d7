import { type Cron } from './cron.js';

const MINUTE = 60;
const DAY = 86_400;

/** 29 February on one given weekday comes at most 40 years apart (over a century year without a leap day). */
const SEARCH_YEARS = 41;

/**
 * The first instant strictly after `after` that the expression names. Unix seconds, UTC; null when there is none within
 * the calendar's longest cycle. Whole days are skipped first, so the search costs thousands of steps at worst, not millions.
 */
export function nextCronTime(cron: Cron, after: number): number | null {
  const start = (Math.floor(after / MINUTE) + 1) * MINUTE;
  const lastDay = Math.floor(start / DAY) + SEARCH_YEARS * 366;
  for (let day = Math.floor(start / DAY); day <= lastDay; day += 1) {
    const date = new Date(day * DAY * 1000);
    if (!cron.months.has(date.getUTCMonth() + 1)) {
      day = lastDayOfMonth(date);
      continue;
    }
    const time = isDueOn(cron, date) ? firstTimeOfDay(cron, Math.max(0, start - day * DAY)) : null;
    if (time !== null) return day * DAY + time;
  }
  return null;
}

const lastDayOfMonth = (date: Date): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 1000 / DAY;

function isDueOn(cron: Cron, date: Date): boolean {
  const isDayOfMonth = cron.daysOfMonth.has(date.getUTCDate());
  const isDayOfWeek = cron.daysOfWeek.has(date.getUTCDay());
  return cron.isEitherDay ? isDayOfMonth || isDayOfWeek : isDayOfMonth && isDayOfWeek;
}

/** The first second of the day at or after `earliest` that both hour and minute allow. */
function firstTimeOfDay(cron: Cron, earliest: number): number | null {
  for (let hour = Math.floor(earliest / 3600); hour < 24; hour += 1) {
    if (!cron.hours.has(hour)) continue;
    for (let minute = 0; minute < 60; minute += 1) {
      const time = hour * 3600 + minute * MINUTE;
      if (time >= earliest && cron.minutes.has(minute)) return time;
    }
  }
  return null;
}
