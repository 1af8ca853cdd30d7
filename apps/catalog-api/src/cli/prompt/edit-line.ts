import { type AsyncCompleter, createInterface } from 'node:readline';
import { type Writable } from 'node:stream';
import { type Keyboard } from './keyboard.js';

export interface LineOptions {
  readonly prompt: string;
  /** Undefined: nothing of what is typed is shown. */
  readonly output: Writable | undefined;
  /** The last line first. */
  readonly history?: readonly string[];
  readonly completer?: AsyncCompleter;
}

/** One line, edited by the person at the terminal; undefined after Ctrl-C or at the end of the input. */
export function editLine(keyboard: Keyboard, { prompt, output, history, completer }: LineOptions) {
  const keys = keyboard.lend();
  const editor = createInterface({
    ...{ input: keys, terminal: true, prompt, history: [...(history ?? [])] },
    ...(output ? { output } : { historySize: 0 }),
    ...(completer ? { completer } : {}),
  });
  return new Promise<string | undefined>((resolve) => {
    const end = (line?: string): void => {
      // Before the editor is closed, which ends the line once more.
      resolve(line);
      keyboard.takeBack();
      // First, so that the editor leaves the terminal as it is: what is typed meanwhile must not be echoed.
      keys.destroy();
      editor.close();
    };
    editor.once('line', end);
    editor.once('SIGINT', () => end());
    editor.once('close', () => end());
    editor.prompt();
  });
}
