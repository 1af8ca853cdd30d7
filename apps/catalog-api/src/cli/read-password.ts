import { createInterface } from 'node:readline';
import { RefusalError } from './refusal.error.js';

/** The first line of standard input. */
export async function passwordFromStdin(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new RefusalError('standard input is empty; the password is expected on its first line');
}

/** Asks on the terminal without showing what is typed. */
export async function askPassword(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) throw new RefusalError('no password given: name it, or pass it with --stdin');
  process.stderr.write(prompt);
  const silent = createInterface({ input: process.stdin, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      silent.once('line', resolve);
      silent.once('close', () => reject(new RefusalError('no password given')));
    });
  } finally {
    silent.close();
    process.stderr.write('\n');
  }
}

/** Typed twice: a slip would lock its owner out. */
export async function askNewPassword(): Promise<string> {
  const first = await askPassword('New password: ');
  if ((await askPassword('Once more: ')) !== first) throw new RefusalError('the two passwords differ');
  return first;
}
