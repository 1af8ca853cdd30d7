import { type DownloadErrorType } from '@pezzottify/contracts';

const TIMEOUTS: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
/** An answer arrived but was no HTTP we can use: asking the same again is no matter of the network. */
const PROTOCOL = /^(HPE_|UND_ERR_(HEADERS_OVERFLOW|INVALID_ARG|NOT_SUPPORTED))/;

/** The error type of a request that ended before its answer began: DNS, connect, TLS, reset, silence. */
export function errorTypeOfRequest(error: unknown): DownloadErrorType {
  const code = codeOf(error);
  if (TIMEOUTS.has(code)) return 'timeout';
  return PROTOCOL.test(code) ? 'unknown' : 'connection';
}

/** The error type of a body that broke off: silence is `timeout`, every other break is what its reader makes of it. */
export function errorTypeOfBody(error: unknown, brokenOff: 'parse' | 'corruption'): DownloadErrorType {
  return TIMEOUTS.has(codeOf(error)) ? 'timeout' : brokenOff;
}

/** The system's or client's error code, for example `ECONNREFUSED`. The message stays out: it names addresses. */
export function codeOf(error: unknown): string {
  const { code, errors, name } = (error ?? {}) as { code?: unknown; errors?: unknown[]; name?: unknown };
  if (typeof code === 'string') return code;
  // Several addresses were tried, each with an error of its own.
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return typeof name === 'string' ? name : 'unknown error';
}
