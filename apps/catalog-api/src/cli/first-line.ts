import { createInterface } from 'node:readline';
import { RefusalError } from './refusal.error.js';

/** The first line of a stream, for example a password that must not be an argument. */
export async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input, terminal: false })) return line;
  throw new RefusalError('NO_PASSWORD_GIVEN', 'standard input is empty; the password is expected on its first line');
}
