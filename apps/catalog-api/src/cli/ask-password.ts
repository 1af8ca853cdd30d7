import { type Given } from './words/given.js';
import { RefusalError } from './refusal.error.js';

/** Asks for one secret; undefined when the person would rather not. */
export type Secret = (question: string) => Promise<string | undefined>;

/** A new password is typed twice: a slip would lock its owner out. */
export async function askPassword(given: Given, secret: Secret): Promise<string> {
  if (given.password !== undefined) return given.password;
  const isAskedOnce = given.isPasswordOnInput || given.command === 'check-password';
  if (isAskedOnce) return answered(await secret('Password: '));
  const first = answered(await secret('New password: '));
  if (answered(await secret('Once more: ')) === first) return first;
  throw new RefusalError('PASSWORDS_DIFFER', 'the two passwords differ; nothing was changed');
}

function answered(text: string | undefined): string {
  if (text === undefined) throw new RefusalError('NO_PASSWORD_GIVEN', 'no password given; nothing was changed');
  return text;
}
