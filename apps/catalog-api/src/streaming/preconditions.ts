import { type IncomingHttpHeaders } from 'node:http';
import fresh from 'fresh';

/** What a file can be compared by. */
export interface Validators {
  /** Strong entity tag, with its quotes. */
  etag: string;
  /** Unix seconds; HTTP dates know no fractions. */
  modifiedAt: number;
}

export type Verdict = 'proceed' | 'not_modified' | 'precondition_failed';

/** Steps 1 to 4 of RFC 9110, section 13.2.2, for GET and HEAD. */
export function judgePreconditions(headers: IncomingHttpHeaders, file: Validators): Verdict {
  if (!areMet(headers, file)) return 'precondition_failed';
  return isNotModified(headers, file) ? 'not_modified' : 'proceed';
}

function areMet(headers: IncomingHttpHeaders, file: Validators): boolean {
  const match = headers['if-match'];
  if (match !== undefined) return match.trim() === '*' || tagsOf(match).includes(file.etag);
  const limit = httpDate(headers['if-unmodified-since']);
  return limit === undefined || file.modifiedAt <= limit;
}

/** The request's own Cache-Control is kept from the comparison: a player that reloads and says what it has gets a 304. */
function isNotModified(headers: IncomingHttpHeaders, file: Validators): boolean {
  const noneMatch = headers['if-none-match']?.trim();
  const since = headers['if-modified-since'];
  if (noneMatch === undefined && httpDate(since) === undefined) return false;
  const conditions = noneMatch === undefined ? { 'if-modified-since': since } : { 'if-none-match': noneMatch };
  return fresh(conditions, { etag: file.etag, 'last-modified': toHttpDate(file.modifiedAt) });
}

/** Step 5: whether a `Range` still counts. A weak tag never matches (section 13.1.5), a date only exactly. */
export function isRangeCurrent(headers: IncomingHttpHeaders, file: Validators): boolean {
  const condition = headers['if-range'];
  if (condition === undefined) return true;
  const text = String(condition).trim();
  return text === file.etag || httpDate(text) === file.modifiedAt;
}

/** Entity tags contain no comma of ours; a foreign one that does simply does not match. */
function tagsOf(list: string): string[] {
  return list.split(',').map((tag) => tag.trim());
}

/** All three forms of an HTTP date begin with the name of a weekday; `Date` alone would also read "5" as a day. */
const WEEKDAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** Unix seconds, or undefined for what is no HTTP date and must therefore be ignored. */
function httpDate(text: string | undefined): number | undefined {
  if (text === undefined || !WEEKDAY.test(text)) return undefined;
  const instant = Date.parse(isAsctime(text) ? `${text} GMT` : text);
  return Number.isNaN(instant) ? undefined : Math.floor(instant / 1000);
}

function isAsctime(text: string): boolean {
  return !text.includes(',');
}

export function toHttpDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString();
}
