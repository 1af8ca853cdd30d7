import { type ActivityPeriod } from '../entity-edits.js';

/** The period in the form in which it is stored and served, whatever was sent beside it; undefined for what is none. */
export function activityPeriodOf(sent: unknown): ActivityPeriod | undefined {
  const { Decade: decade = null, Timespan: span = null } = keysOf(sent);
  if (decade !== null) return isYear(decade) && span === null ? { Decade: decade } : undefined;
  const { start_year: start, end_year: end = null } = keysOf(span);
  if (!isYear(start) || !isEnd(end, start)) return undefined;
  return { Timespan: { start_year: start, end_year: end } };
}

const keysOf = (value: unknown) => Object(value) as Record<string, unknown>;

const isYear = (value: unknown): value is number => Number.isInteger(value) && Math.abs(Number(value)) <= 9999;

const isEnd = (end: unknown, start: number): end is number | null => end === null || (isYear(end) && end >= start);
