import { isPossibleId } from '@pezzottify/contracts';
import { ProviderError } from '../provider.errors.js';

/** An object of the provider, before anybody knows what its keys hold. */
export type Fields = Readonly<Record<string, unknown>>;

const MAX_TEXT = 2000;

export function parseProblem(what: string): ProviderError {
  return new ProviderError({ errorType: 'parse', message: `the provider's answer is unusable: ${what}` });
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function requireFields(what: string, value: unknown): Fields {
  return fieldsOf(value) ?? raise(`${what} is not an object`);
}

/** The required value of `key` as `read` sees it; anything `read` cannot use fails the whole answer. */
export function required<T>(what: string, fields: Fields, key: string, read: (value: unknown) => T | null): T {
  return read(fields[key]) ?? raise(`${what}: "${key}" is missing or of the wrong kind`);
}

/** An opaque id. Unpaired surrogates and NUL do not survive UTF-8 and SQLite, so such an id would not be found again. */
export function readId(value: unknown): string | null {
  if (typeof value !== 'string' || !isPossibleId(value)) return null;
  return value.isWellFormed() && !value.includes('\0') ? value : null;
}

export function readText(value: unknown): string | null {
  return typeof value === 'string' ? shorten(value.replaceAll('\0', ''), MAX_TEXT) : null;
}

/** Text where the empty string says nothing. */
export function readTitle(value: unknown): string | null {
  const text = readText(value);
  return text === '' ? null : text;
}

export function readWholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (value: unknown) => number | null {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum ? value : null;
}

/** Absent, or of another kind than true: false. */
export function readFlag(value: unknown): boolean {
  return value === true;
}

/** What `read` can use of a list, each once, at most `limit`; anything but a list is an empty one. */
export function readList<T>(value: unknown, read: (value: unknown) => T | null, limit: number): T[] {
  const found = new Set<T>();
  for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
    if (found.size >= limit) break;
    const item = read(entry);
    if (item !== null) found.add(item);
  }
  return [...found];
}

function raise(what: string): never {
  throw parseProblem(what);
}

function shorten(text: string, limit: number): string {
  return text.slice(0, limit).toWellFormed();
}
