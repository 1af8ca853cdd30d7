import { CodedError } from '@pezzottify/contracts';
import { utcDate } from '../jobs/popular-content/date-window.js';
import { type Days } from '../storage/user/listening-analytics.repository.js';
import { type Span } from '../storage/user/listening.repository.js';

const DAY_SECONDS = 86_400;
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
  const firstDate = start ?? utcDate(now - DEFAULT_DAYS * DAY_SECONDS);
  const lastDate = end ?? utcDate(now);
  if (firstDate > lastDate) {
    const allowed = `a date as YYYYMMDD up to end_date (${lastDate})`;
    throw new CodedError('INVALID_PARAMETER', `start_date: ${firstDate} is not possible; allowed: ${allowed}`);
  }
  return { firstDate, lastDate, from: startOf(firstDate), before: startOf(lastDate) + DAY_SECONDS };
}

function startOf(date: number): number {
  const text = String(date).padStart(8, '0');
  return Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00:00Z`) / 1000;
}
