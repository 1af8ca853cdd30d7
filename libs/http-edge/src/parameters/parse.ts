import { CodedError, hasAtMost, isPossibleId } from '@pezzottify/contracts';
import { invalidParameter, missingParameter } from './invalid-parameter.js';

/** As the query string parser gives it: repeated parameters are a list. */
export type Raw = string | readonly string[] | undefined;

export interface Presence {
  /** Without it a missing parameter is `undefined`, or the default where one is given. */
  required?: boolean;
}

/** The single value of a parameter; undefined when it is absent. */
function single(name: string, raw: Raw, allowed: string, { required = false }: Presence): string | undefined {
  if (raw === undefined) {
    if (required) throw missingParameter(name, allowed);
    return undefined;
  }
  if (typeof raw !== 'string') throw invalidParameter(name, raw, `${allowed}, once`);
  return raw;
}

export interface IntOptions extends Presence {
  default?: number;
  /** Default 0. */
  min?: number;
  max?: number;
  /** A greater value is lowered to it. */
  cap?: number;
}

export function parseInteger(name: string, raw: Raw, options: IntOptions = {}): number | undefined {
  const { min = 0, max = Number.MAX_SAFE_INTEGER, cap = Infinity } = options;
  const allowed = allowedIntegers(min, options.max);
  const text = single(name, raw, allowed, options);
  if (text === undefined) return options.default;
  const value = Math.min(integerOf(text), cap);
  if (!(value >= min && value <= max)) throw invalidParameter(name, raw, allowed);
  return value;
}

function integerOf(text: string): number {
  return /^-?\d{1,100}$/.test(text) ? Number(text) : Number.NaN;
}

function allowedIntegers(min: number, max: number | undefined): string {
  return max === undefined ? `an integer from ${min}` : `an integer from ${min} to ${max}`;
}

/** A day of the calendar as the integer YYYYMMDD. */
export function parseDate(name: string, raw: Raw, options: Presence = {}): number | undefined {
  const allowed = 'a date as YYYYMMDD';
  const text = single(name, raw, allowed, options);
  if (text === undefined) return undefined;
  if (!isDate(text)) throw invalidParameter(name, raw, allowed);
  return Number(text);
}

/** The 31st of April becomes the 1st of May in `Date`; what does not come back as it went in is no date. */
function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(`${year}-${month ?? ''}-${day ?? ''}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10).replaceAll('-', '') === text;
}

export interface WordOptions<Word extends string> extends Presence {
  default?: Word;
  /** The word is recognised in any case; given is always the one of the list. */
  ignoreCase?: boolean;
}

export function parseWord<Word extends string>(
  name: string,
  raw: Raw,
  words: readonly Word[],
  options: WordOptions<Word> = {},
): Word | undefined {
  const allowed = words.join(', ');
  const text = single(name, raw, allowed, options);
  if (text === undefined) return options.default;
  const fold = (word: string): string => (options.ignoreCase ? word.toLowerCase() : word);
  const word = words.find((candidate) => fold(candidate) === fold(text));
  if (word === undefined) throw invalidParameter(name, raw, allowed);
  return word;
}

export interface BoolOptions extends Presence {
  default?: boolean;
}

export function parseBoolean(name: string, raw: Raw, options: BoolOptions = {}): boolean | undefined {
  const word = parseWord(name, raw, ['true', 'false'], options.required ? { required: true } : {});
  return word === undefined ? options.default : word === 'true';
}

export interface TextOptions extends Presence {
  /** In characters; default {@link DEFAULT_MAX_LENGTH}. */
  maxLength?: number;
}

export const DEFAULT_MAX_LENGTH = 1000;

/** Required text must not be blank either. */
export function parseText(name: string, raw: Raw, options: TextOptions = {}): string | undefined {
  const { required = false, maxLength = DEFAULT_MAX_LENGTH } = options;
  const allowed = `text of ${required ? '1' : '0'} to ${maxLength} characters`;
  const text = single(name, raw, allowed, options);
  if (text === undefined) return undefined;
  if (!hasAtMost(maxLength, text) || (required && text.trim() === '')) throw invalidParameter(name, raw, allowed);
  return text;
}

/** Ids are opaque; one that no entity can have is simply not found. */
export function parseId(raw: string): string {
  if (!isPossibleId(raw)) throw new CodedError('NOT_FOUND', 'there is nothing with this id');
  return raw;
}
