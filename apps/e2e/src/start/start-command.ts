import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterTestFile, eventually } from '@pezzottify/testing';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const LONGEST_MS = 300_000;

/** `npm start` as people run it, without npm around it. */
export class StartCommand {
  output = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, ['tools/start.mjs', ...args], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.closed = once(this.child, 'close');
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    afterTestFile(async () => {
      await this.interrupt();
    });
  }

  /** Resolves once it has printed this; fails when it ends before. */
  async printed(text: string): Promise<void> {
    const look = () => {
      if (this.output.includes(text)) return true;
      if (this.child.exitCode !== null) return false;
      throw new Error(`"${text}" was not printed yet:\n${this.output}`);
    };
    if (!(await eventually(look, { timeoutMs: LONGEST_MS })))
      throw new Error(`it ended without "${text}":\n${this.output}`);
  }

  /** What Ctrl-C does; resolves with the exit code. */
  interrupt(): Promise<number | null> {
    if (this.child.exitCode === null) this.child.kill('SIGINT');
    return this.exitCode();
  }

  async exitCode(): Promise<number | null> {
    await this.closed;
    return this.child.exitCode;
  }
}

/** Runs it to its own end. */
export async function refusalOf(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; output: string }> {
  const command = new StartCommand(args, env);
  const exitCode = await command.exitCode();
  return { exitCode, output: command.output };
}
