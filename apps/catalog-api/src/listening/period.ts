import { type Span } from '../storage/user/listening.repository.js';
import { DAY_SECONDS, type Days, daysBetween, utcDate } from '../utc-days.js';

const DEFAULT_DAYS = 30;

/** Whole UTC days, as dates and as the instants they begin and end at. */
export type Period = Days & Span;

/** What the query says; a missing day is its default: the start 30 days ago, the end today. */
export interface AskedDays {
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** Throws INVALID_PARAMETER when the start is after the end. `now` in unix seconds. */
export function periodOf({ start, end }: AskedDays, now: number): Period {
  const days = daysBetween(start ?? utcDate(now - DEFAULT_DAYS * DAY_SECONDS), end ?? utcDate(now));
  return { ...days, from: startOf(days.firstDate), before: startOf(days.lastDate) + DAY_SECONDS };
}

function startOf(date: number): number {
  const text = String(date).padStart(8, '0');
  return Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00:00Z`) / 1000;
}
