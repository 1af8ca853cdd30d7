import { createInterface, type Interface } from 'node:readline';
import { UsageError } from '../usage.error.js';
import { type PromptLines } from './prompt-lines.js';

/** A program or a file: one command per line, no questions. */
export class PipedLines implements PromptLines {
  private readonly reader: Interface;
  private readonly lines: AsyncIterator<string>;

  constructor(input: NodeJS.ReadableStream) {
    this.reader = createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  async next(): Promise<string | undefined> {
    const line = await this.lines.next();
    return line.done === true ? undefined : line.value;
  }

  remember(): void {
    // Nobody will ask for it.
  }

  /** Unless it is said, the next line may as well be a command. */
  secret(_question: string, isOnInput: boolean): Promise<string | undefined> {
    if (isOnInput) return this.next();
    const how = 'name it, or write --stdin and put it on the next line';
    return Promise.reject(new UsageError(`no password given, and no terminal to ask on; ${how}`));
  }

  confirm(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): void {
    this.reader.close();
  }
}
