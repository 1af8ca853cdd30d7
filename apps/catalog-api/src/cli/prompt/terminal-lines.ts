import { type ReadStream, type WriteStream } from 'node:tty';
import { type Style } from '../output/style.js';
import { type Completion } from './completion.js';
import { editLine } from './edit-line.js';
import { Keyboard } from './keyboard.js';
import { type PromptLines } from './prompt-lines.js';

export interface TerminalOptions {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly style: Style;
  readonly complete: (line: string) => Promise<Completion>;
  /** Ctrl-C while a command runs. */
  readonly onInterrupt: () => void;
}

const HISTORY = 200;

/** A person at a terminal. The history lives as long as the prompt. */
export class TerminalLines implements PromptLines {
  private readonly keyboard: Keyboard;
  private history: string[] = [];

  constructor(private readonly options: TerminalOptions) {
    this.keyboard = new Keyboard(options.input, options.onInterrupt);
    this.keyboard.start();
  }

  next(): Promise<string | undefined> {
    const { output, style } = this.options;
    const { history } = this;
    const prompt = `${style.title('cli-auth')}> `;
    return this.ended(editLine(this.keyboard, { prompt, output, history, completer: this.completer }));
  }

  remember(line: string): void {
    this.history = [line, ...this.history.filter((one) => one !== line)].slice(0, HISTORY);
  }

  async secret(question: string): Promise<string | undefined> {
    this.options.output.write(question);
    const text = await editLine(this.keyboard, { prompt: '', output: undefined });
    this.options.output.write('\n');
    return text;
  }

  async confirm(question: string): Promise<boolean | undefined> {
    const prompt = `${question} [y/N] `;
    const answer = await this.ended(editLine(this.keyboard, { prompt, output: this.options.output }));
    return answer === undefined ? undefined : /^\s*(y|yes)\s*$/i.test(answer);
  }

  close(): void {
    this.keyboard.stop();
  }

  /** Leaves the line that was not ended by Enter. */
  private async ended(line: Promise<string | undefined>): Promise<string | undefined> {
    const text = await line;
    if (text === undefined) this.options.output.write('\n');
    return text;
  }

  private readonly completer = (line: string, answer: (error: null, result: [string[], string]) => void): void => {
    void this.options.complete(line).then(({ words, typed }) => answer(null, [[...words], typed]));
  };
}
