import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterTestFile, eventually } from '@pezzottify/testing';

const DRIVER = join(import.meta.dirname, 'pseudo-terminal.py');
const PATIENCE_MS = 20_000;

export const KEYS = { enter: '\r', tab: '\t', up: '\u001b[A', backspace: '\u007f', ctrlC: '\u0003', ctrlD: '\u0004' };

export interface TerminalOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A program on a real terminal, driven as a person drives it: look what is there, then type. */
export class PseudoTerminal {
  /** Everything shown so far, with its control sequences. */
  raw = '';
  private seen = 0;
  private readonly child;
  readonly ended: Promise<number | null>;

  constructor({ args, env, cwd }: TerminalOptions) {
    this.child = spawn('python3', [DRIVER, process.execPath, ...args], {
      stdio: 'pipe',
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '', TERM: 'xterm-256color', ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    const show = (chunk: Buffer) => (this.raw += chunk.toString('utf8'));
    this.child.stdout.on('data', show);
    this.child.stderr.on('data', show);
    this.child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    afterTestFile(async () => {
      this.child.stdin.end();
      await this.ended;
    });
  }

  get text(): string {
    return stripVTControlCharacters(this.raw);
  }

  type(...keys: string[]): void {
    this.child.stdin.write(keys.join(''));
  }

  /** Waits until `what` is shown after everything that was waited for before. */
  async sees(what: string): Promise<void> {
    await eventually(
      () => {
        const at = this.text.indexOf(what, this.seen);
        if (at === -1)
          throw new Error(`"${what}" does not appear after:\n${this.text.slice(this.seen)}\n(${this.text})`);
        this.seen = at + what.length;
      },
      { timeoutMs: PATIENCE_MS },
    );
  }

  /** Waits for the prompt and types a line behind it. */
  async command(line: string): Promise<void> {
    await this.sees('cli-auth> ');
    this.type(line, KEYS.enter);
  }
}
