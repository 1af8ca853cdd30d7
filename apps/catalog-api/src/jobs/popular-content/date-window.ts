import { type DateWindow } from './listening-statistics.port.js';

const DAY_SECONDS = 86_400;

/** The last `days` UTC days up to and including the one of `now` (unix seconds). */
export const lastDays = (days: number, now: number): DateWindow => ({
  firstDate: utcDate(now - (days - 1) * DAY_SECONDS),
  lastDate: utcDate(now),
});

/** The UTC day of an instant (unix seconds) as YYYYMMDD. */
export const utcDate = (seconds: number): number =>
  Number(new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', ''));
