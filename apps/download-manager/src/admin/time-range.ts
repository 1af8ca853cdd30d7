import { TimeRangeReversedError } from './admin.errors.js';

export interface TimeRange {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Refuses a range that begins after its end: it would silently be empty. */
export function timeRange(since: number | undefined, until: number | undefined): TimeRange {
  if (since !== undefined && until !== undefined && since > until) throw new TimeRangeReversedError(since, until);
  return { since, until };
}
