import { hash, verify } from '@node-rs/argon2';

export const MAX_PASSWORD_LENGTH = 1024;
export const PASSWORD_RULE = `a password has 1 to ${MAX_PASSWORD_LENGTH} characters`;

/** Whether it may become somebody's password. */
export const isPassword = (text: string): boolean => text !== '' && Array.from(text).length <= MAX_PASSWORD_LENGTH;

/** Argon2id with the parameters OWASP's password storage sheet names first: 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** PHC text of the password, with a salt of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

/** A hash nobody has the password of: checking against it takes as long as checking against a real one. */
const nobodysHash = hashPassword(crypto.randomUUID());

/**
 * Whether the password belongs to this hash. Without a hash (unknown user, user without password) the same work is done
 * and the answer is no, so that the time does not tell which handles exist.
 */
export async function isPasswordRight(password: string, storedHash: string | null): Promise<boolean> {
  const isRight = await verify(storedHash ?? (await nobodysHash), password);
  return storedHash !== null && isRight;
}
