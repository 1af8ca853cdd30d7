import { type IncomingHttpHeaders } from 'node:http';
import fresh from 'fresh';
import parseRange from 'range-parser';
import { ApiError } from './api.errors.js';

export interface Representation {
  size: number;
  contentType: string;
  etag: string;
  modifiedAt: Date | null;
  cacheControl: string;
}

/** The bytes from `start` up to, not including, `end`. */
export interface ByteSpan {
  start: number;
  end: number;
}

export interface ResponsePlan {
  status: 200 | 206 | 304;
  headers: Readonly<Record<string, string>>;
  span: ByteSpan;
}

const validators = ({ etag, modifiedAt, cacheControl }: Representation) => ({
  etag,
  'cache-control': cacheControl,
  ...(modifiedAt ? { 'last-modified': modifiedAt.toUTCString() } : {}),
});

/** RFC 9110 section 13.1.5: a range of a file that is another one by now is worthless, so the whole is sent. */
const isRangeOfThis = (condition: string | string[] | undefined, { etag }: Representation): boolean =>
  condition === undefined || condition === etag;

/** One range is honoured; several in one request, or anything malformed, are answered with the whole (RFC 9110 14.2). */
function spanOf(headers: IncomingHttpHeaders, content: Representation): ByteSpan | null {
  const { range, 'if-range': condition } = headers;
  if (range === undefined || !isRangeOfThis(condition, content)) return null;
  const ranges = parseRange(content.size, range);
  if (ranges === -2 || (ranges !== -1 && ranges.type !== 'bytes')) return null;
  const [only, ...others] = ranges === -1 ? [] : ranges;
  if (only) return others.length > 0 ? null : { start: only.start, end: only.end + 1 };
  const contentRange = { 'content-range': `bytes */${content.size}` };
  throw new ApiError('RANGE_NOT_SATISFIABLE', `There are only ${content.size} bytes`, contentRange);
}

/** What to send of `content` for a GET or HEAD with these headers. Throws RANGE_NOT_SATISFIABLE. */
export function planResponse(headers: IncomingHttpHeaders, content: Representation): ResponsePlan {
  const common = validators(content);
  const whole = { start: 0, end: content.size };
  if (fresh(headers, common)) return { status: 304, headers: common, span: { start: 0, end: 0 } };
  const span = spanOf(headers, content);
  const { start, end } = span ?? whole;
  const body = { ...common, 'accept-ranges': 'bytes', 'content-type': content.contentType };
  const length = { 'content-length': String(end - start) };
  if (!span) return { status: 200, headers: { ...body, ...length }, span: whole };
  return {
    status: 206,
    headers: { ...body, ...length, 'content-range': `bytes ${start}-${end - 1}/${content.size}` },
    span,
  };
}
