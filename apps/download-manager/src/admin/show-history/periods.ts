import { type PeriodLength } from '../../storage/activity-history.repository.js';

export const PERIODS = ['hourly', 'daily', 'weekly'] as const;
export type Period = (typeof PERIODS)[number];

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** The first Monday after 1970-01-01, a Thursday. */
const FIRST_MONDAY = 4 * DAY;

export const PERIOD_LENGTH: Readonly<Record<Period, PeriodLength>> = {
  hourly: { length: HOUR, offset: 0 },
  daily: { length: DAY, offset: 0 },
  weekly: { length: 7 * DAY, offset: FIRST_MONDAY },
};

/** How far back a history goes when nobody says. */
const WINDOW: Readonly<Record<Period, number>> = { hourly: 48 * HOUR, daily: 30 * DAY, weekly: 84 * DAY };

/** The beginning of the period that holds `instant`. */
export function startOfPeriod(period: Period, instant: number): number {
  const { length, offset } = PERIOD_LENGTH[period];
  return Math.floor((instant - offset) / length) * length + offset;
}

/** From the beginning of the first period to the last hour of the last one. */
export function windowOf(
  period: Period,
  { since, until }: { since?: number | undefined; until?: number | undefined },
  now: number,
): { from: number; until: number } {
  const last = startOfPeriod(period, until ?? now);
  return { from: startOfPeriod(period, since ?? now - WINDOW[period]), until: last + PERIOD_LENGTH[period].length - 1 };
}
