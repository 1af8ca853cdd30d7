/** Longer values are cut, so that a problem stays one line. */
const LONGEST = 80;

/**
 * The text with user names, passwords and tokens of urls blotted out: problems end up in logs and screenshots. Whatever
 * stands before the last @ goes, since a url that is refused may have its password anywhere.
 */
export function masked(text: string): string {
  return text.replace(/\/\/.*@/gs, '//***@');
}

/** A sound value in TOML's spelling, without the secrets that a url can hold. */
export function shownValue(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return `[${value.map(shownValue).join(', ')}]`;
  return JSON.stringify(typeof value === 'string' ? withoutUrlSecrets(value) : value);
}

function withoutUrlSecrets(text: string): string {
  return text.replace(/^(\w+:\/\/)[^/?#\\]*@/, '$1***@').replace(/^(\w+:\/\/[^?#]*[?#]).+/s, '$1***');
}

/** A value as a problem quotes it, in TOML's spelling. */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(masked(value)));
  if (typeof value === 'number') return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return `a ${kindOf(value)}`;
}

/** What kind of TOML value it is, for people. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (value instanceof Date) return 'date or time';
  if (!Array.isArray(value)) return 'table';
  return value.length > 0 && value.every(isTable) ? 'list of tables' : 'list';
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** `"3001" is text` for what could be quoted, `is a table` for what cannot. */
export function wrongKind(value: unknown): string {
  if (typeof value === 'string') return `${quoted(value)} is text`;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') {
    return `${quoted(value)} is ${typeof value === 'boolean' ? 'true or false' : 'a number'}`;
  }
  return `is a ${kindOf(value)}`;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
