import { type DownloadErrorType } from '@pezzottify/contracts';

const BY_STATUS: Readonly<Record<number, DownloadErrorType>> = {
  404: 'not_found',
  408: 'timeout',
  410: 'not_found',
  429: 'rate_limited',
  503: 'rate_limited',
  504: 'timeout',
};

/** The error type of an answer that is not 2xx; the status alone decides. */
export function errorTypeOfStatus(status: number): DownloadErrorType {
  return BY_STATUS[status] ?? (status >= 500 ? 'connection' : 'unknown');
}

/** Seconds until the instant or after the delay that a `Retry-After` value names (RFC 9110, 10.2.3); undefined for nonsense. */
export function parseRetryAfter(value: string | undefined, nowMillis: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,15}$/.test(text)) return Number(text);
  // Date.parse reads far more than HTTP dates, even "1.5"; only what ends in GMT is one.
  const instant = text.endsWith('GMT') ? Date.parse(text) : NaN;
  return Number.isNaN(instant) ? undefined : Math.max(0, Math.ceil((instant - nowMillis) / 1000));
}
