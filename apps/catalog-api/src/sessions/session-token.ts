import { hash, randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const TOKEN_LENGTH = 64;

/** Random letters and digits, for tokens and ids that clients carry about. */
export const randomAlphanumerics = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

export const newSessionToken = (): string => randomAlphanumerics(TOKEN_LENGTH);

/** What the database holds in place of the token: SHA-256, lower-case hex. */
export const tokenHash = (token: string): string => hash('sha256', token);
