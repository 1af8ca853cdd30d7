const TEXT = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const DAY = 86_400;
/** The first second of year 1 and of year 10000: outside, no calendar of ours can show the date. */
const FIRST = Date.parse('0001-01-01T00:00:00Z') / 1000;
const END = Date.parse('9999-12-31T00:00:00Z') / 1000 + DAY;

/** Unix seconds of the day's beginning in UTC, from unix seconds or `YYYY[-MM[-DD]]`; null for no or an impossible date. */
export function parseReleaseDate(value: unknown): number | null {
  const seconds = typeof value === 'string' ? secondsOfText(value) : value === 0 ? null : value;
  return typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds >= FIRST && seconds < END
    ? seconds
    : null;
}

function secondsOfText(text: string): number | null {
  const [, year, month = '01', day = '01'] = TEXT.exec(text) ?? [];
  if (year === undefined) return null;
  const iso = `${year}-${month}-${day}`;
  const instant = new Date(`${iso}T00:00:00Z`);
  // JavaScript turns 31 February into 3 March instead of refusing it.
  const isReal = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso);
  return isReal ? instant.getTime() / 1000 : null;
}
