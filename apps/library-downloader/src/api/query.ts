import { type Searchable } from '../index/search-index.js';
import { ApiError } from './api.errors.js';

export type Query = Readonly<Record<string, string | string[] | undefined>>;

const LONGEST_SEARCH = 256;

const refuse = (message: string): never => {
  throw new ApiError('BAD_REQUEST', message);
};

const single = (query: Query, name: string): string | undefined => {
  const value = query[name];
  return typeof value === 'object' ? refuse(`${name} is given more than once`) : value;
};

/** `q`, in words that can be searched for. */
export function searchedText(query: Query): string {
  const text = single(query, 'q')?.trim() ?? '';
  if (text === '') return refuse('q is missing: say what to search for');
  return text.length > LONGEST_SEARCH ? refuse(`q has more than ${LONGEST_SEARCH} characters`) : text;
}

/** `type`; without it, everything is searched. */
export function searchedKinds(query: Query): readonly Searchable[] {
  const type = single(query, 'type');
  if (type === undefined) return ['album', 'artist'];
  return type === 'album' || type === 'artist' ? [type] : refuse('type is album or artist');
}

/** A whole number between `min` and `max`. */
export function wholeNumber(query: Query, name: string, range: { default: number; min: number; max: number }): number {
  const text = single(query, name);
  if (text === undefined) return range.default;
  const value = /^\d{1,15}$/u.test(text) ? Number(text) : NaN;
  const isAllowed = value >= range.min && value <= range.max;
  return isAllowed ? value : refuse(`${name} is a whole number from ${range.min} to ${range.max}`);
}
