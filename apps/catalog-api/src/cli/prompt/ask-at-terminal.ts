import { editLine } from './edit-line.js';
import { Keyboard } from './keyboard.js';

/** One secret for a command that runs alone. To standard error: a result may be on its way into a file. */
export async function askAtTerminal(question: string): Promise<string | undefined> {
  const keyboard = new Keyboard(process.stdin, () => undefined);
  keyboard.start();
  process.stderr.write(question);
  try {
    return await editLine(keyboard, { prompt: '', output: undefined });
  } finally {
    process.stderr.write('\n');
    keyboard.stop();
  }
}
