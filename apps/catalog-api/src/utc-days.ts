import { CodedError } from '@pezzottify/contracts';

export const DAY_SECONDS = 86_400;

/** UTC days as YYYYMMDD integers, both included. */
export interface Days {
  readonly firstDate: number;
  readonly lastDate: number;
}

/** The UTC day of an instant (unix seconds) as YYYYMMDD. */
export const utcDate = (seconds: number): number =>
  Number(new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', ''));

/** The last `days` UTC days up to and including the one of `now` (unix seconds). */
export const lastDays = (days: number, now: number): Days => ({
  firstDate: utcDate(now - (days - 1) * DAY_SECONDS),
  lastDate: utcDate(now),
});

/** What the parameters start_date and end_date ask for; throws INVALID_PARAMETER when the first comes after the last. */
export function daysBetween(startDate: number, endDate: number): Days {
  if (startDate <= endDate) return { firstDate: startDate, lastDate: endDate };
  const allowed = `a date as YYYYMMDD up to end_date (${endDate})`;
  throw new CodedError('INVALID_PARAMETER', `start_date: ${startDate} is not possible; allowed: ${allowed}`);
}
