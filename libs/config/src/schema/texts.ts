import { nearest } from './nearest.js';
import { type Reading, type ValueType } from './value-type.js';
import { quoted, wrongKind } from './value-words.js';

const asItIs = (text: string): string => text;

/** A path to an existing folder. Whether it exists is looked up later, and only by the service that uses it. */
export const folder: ValueType<string> = path('<folder>', 'the path of an existing folder');

/** A path to a readable file. */
export const file: ValueType<string> = path('<file>', 'the path of a readable PEM file');

/** One word of a closed list. */
export function word<const Word extends string>(words: readonly Word[]): ValueType<Word> {
  const allowed = `one of ${words.join(', ')}`;
  return {
    allowed,
    placeholder: '<word>',
    fromText: asItIs,
    read: (value): Reading<Word> => {
      const known = words.find((one) => one === value);
      if (known !== undefined) return { value: known };
      if (typeof value !== 'string') return { problem: `${wrongKind(value)}, must be ${allowed}` };
      return { problem: `${quoted(value)} is unknown, must be ${allowed}; ${nearest(value, words).phrase}` };
    },
  };
}

/** A url of one of these schemes. A slash at its end is cut off, so that paths can be put behind it. */
export function url(schemes: readonly [string, string]): ValueType<string> {
  const allowed = `a url that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return {
    allowed,
    placeholder: '<url>',
    fromText: asItIs,
    read: (value): Reading<string> => {
      if (typeof value !== 'string') return { problem: `${wrongKind(value)}, must be ${allowed}` };
      const isSound = schemes.some((scheme) => value.startsWith(`${scheme}://`)) && hasHost(value);
      return isSound
        ? { value: value.replace(/\/+$/, '') }
        : { problem: `${quoted(value)} is not allowed, must be ${allowed}` };
    },
  };
}

/** A path inside of urls, such as that of a location of nginx. */
export const urlPath: ValueType<string> = {
  allowed: 'a path of letters, digits, "-", "_", "." and "~" that begins and ends with "/"',
  placeholder: '<path>',
  fromText: asItIs,
  read: (value) => {
    if (typeof value !== 'string') return { problem: `${wrongKind(value)}, must be ${urlPath.allowed}` };
    if (/^\/(?:[\w.~-]+\/)*$/.test(value)) return { value };
    return { problem: `${quoted(value)} is not allowed, must be ${urlPath.allowed}` };
  },
};

/** `true` or `false`. No setting of this type has a flag. */
export const boolean: ValueType<boolean> = {
  allowed: 'true or false',
  placeholder: '<true|false>',
  fromText: (text) => ({ true: true, false: false })[text],
  read: (value) =>
    typeof value === 'boolean' ? { value } : { problem: `${wrongKind(value)}, must be true or false without quotes` },
};

function path(placeholder: string, allowed: string): ValueType<string> {
  return {
    allowed,
    placeholder,
    fromText: asItIs,
    read: (value) => {
      if (typeof value !== 'string') return { problem: `${wrongKind(value)}, must be ${allowed}` };
      return value.trim() === '' ? { problem: `${quoted(value)} is empty, must be ${allowed}` } : { value };
    },
  };
}

function hasHost(text: string): boolean {
  return URL.canParse(text) && new URL(text).hostname !== '' && !/\s/.test(text);
}
