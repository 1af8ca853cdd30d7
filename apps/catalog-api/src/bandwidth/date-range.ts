import { CodedError } from '@pezzottify/contracts';
import { type DateRange } from '../storage/user/bandwidth.repository.js';

/** Throws INVALID_PARAMETER when the first day comes after the last. */
export function dateRange(startDate: number, endDate: number): DateRange {
  if (startDate <= endDate) return { firstDate: startDate, lastDate: endDate };
  const allowed = `a date as YYYYMMDD up to end_date (${endDate})`;
  throw new CodedError('INVALID_PARAMETER', `start_date: ${startDate} is not possible; allowed: ${allowed}`);
}
