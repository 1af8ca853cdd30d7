import rangeParser from 'range-parser';

/** The bytes to send, ends included; `isPart` = the answer is a 206. */
export interface ByteRange {
  start: number;
  end: number;
  isPart: boolean;
}

/** One range of one form; the unit may be in any case (RFC 9110, section 14.1). */
const SINGLE_RANGE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

/**
 * What a `Range` header asks of a file of `size` bytes (at least 1). Anything but one well-formed byte range is ignored,
 * as RFC 9110 section 14.2 allows. `unsatisfiable` is a 416.
 */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | 'unsatisfiable' {
  const whole = { start: 0, end: size - 1, isPart: false };
  const [, first, last] = SINGLE_RANGE.exec(header ?? '') ?? [];
  if (header === undefined || first === undefined || last === undefined || isMalformed(first, last)) return whole;
  // The parser takes a suffix longer than the file for unsatisfiable; it means the whole file (section 14.1.2).
  if (first === '' && Number(last) >= size) return { ...whole, isPart: true };
  const ranges = rangeParser(size, header);
  const range = typeof ranges === 'number' ? undefined : ranges[0];
  return range ? { start: range.start, end: range.end, isPart: true } : 'unsatisfiable';
}

function isMalformed(first: string, last: string): boolean {
  if (first === '') return last === '';
  return last !== '' && Number(last) < Number(first);
}
