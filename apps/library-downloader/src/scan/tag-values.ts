const LONGEST_TEXT = 500;
const LARGEST_NUMBER = 9999;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Many programs write UTF-8 into fields that are Latin-1 by definition (RIFF INFO, ID3v1), which arrives as `Ã¥` for
 * `å`. Text whose Latin-1 bytes are valid UTF-8 is taken for that: real Latin-1 words practically never are.
 */
function repairEncoding(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
  try {
    return strictUtf8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

/** Plain words with single spaces, as nearly all names are: nothing to clean. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/u;

/** One line of well-formed text without control characters; undefined when nothing is left. */
export function cleanText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.length <= LONGEST_TEXT && PLAIN.test(value)) return value;
  const line = repairEncoding(value)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  // A cut through a pair of surrogates would leave half a character.
  const shortened = line
    .slice(0, LONGEST_TEXT)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
  return shortened === '' ? undefined : shortened;
}

/** Every value of a tag that may hold several, also where a program put them into one text with `;` or NUL between. */
export function cleanList(values: readonly unknown[] | undefined): string[] {
  const parts = (values ?? []).flatMap((value) =>
    typeof value === 'string' ? value.replaceAll('\0', ';').split(';') : [],
  );
  const texts = parts.map(cleanText).filter((text) => text !== undefined);
  return [...new Set(texts)];
}

/** A track or disc number that can be one. */
export function cleanNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LARGEST_NUMBER
    ? value
    : undefined;
}

const isDay = (year: string, month: string, day: string): boolean => {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};

/** As much of a date tag as makes sense: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`. */
export function cleanDate(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : (cleanText(value) ?? '');
  const match = /(?<!\d)(1\d{3}|2\d{3})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2}))?)?(?!\d)/u.exec(text);
  const [, year, month, day] = match ?? [];
  if (year === undefined) return undefined;
  if (month === undefined || Number(month) < 1 || Number(month) > 12) return year;
  return day !== undefined && isDay(year, month, day) ? `${year}-${month}-${day}` : `${year}-${month}`;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** A MusicBrainz id in its one spelling; anything else in that tag is ignored. */
export function cleanMusicBrainzId(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return UUID.test(id) ? id : undefined;
}
