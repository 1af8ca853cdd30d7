// eslint-disable-next-line no-control-regex -- control characters are what is made visible
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A stored text as it may be shown: a handle is kept as typed, and must not steer the terminal of who lists it. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** In quotes, for messages. */
export const quoted = (text: string): string => `"${printable(text)}"`;

const MILLIS_PER_SECOND = 1000;

/** Unix seconds as UTC; what is no date any more (a grant of ten thousand years) stays a number. */
export function instant(seconds: number): string {
  const date = new Date(seconds * MILLIS_PER_SECOND);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('T', ' ').replace('.000', '');
}
