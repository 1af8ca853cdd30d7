import { hash } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** 62^22 is just above 2^128. */
const ID_LENGTH = 22;
/** 62^5 fits 30 bits: five digits for one division of a big number, the rest in plain ones. */
const CHUNK_DIGITS = 5;
const CHUNK = BigInt(BASE ** CHUNK_DIGITS);

function digitsOf(value: number): string {
  let rest = value;
  let digits = '';
  for (let position = 0; position < CHUNK_DIGITS; position += 1) {
    digits = DIGITS.charAt(rest % BASE) + digits;
    rest = Math.trunc(rest / BASE);
  }
  return digits;
}

/** 128 bits, written as hex, in 22 base62 characters. */
export function base62Of(hex: string): string {
  let rest = BigInt(`0x${hex}`);
  let digits = '';
  while (digits.length < ID_LENGTH) {
    digits = digitsOf(Number(rest % CHUNK)) + digits;
    rest /= CHUNK;
  }
  return digits.slice(-ID_LENGTH);
}

/**
 * An id that depends on nothing but what identifies the thing, so that it survives restarts, a lost index, another
 * machine and files being moved. JSON keeps `["a","bc"]` and `["ab","c"]` apart.
 */
export const libraryId = (kind: 'artist' | 'album' | 'track', ...identity: readonly (string | number)[]): string =>
  base62Of(hash('sha256', JSON.stringify([kind, ...identity])).slice(0, 32));
