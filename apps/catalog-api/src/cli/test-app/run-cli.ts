import { spawn } from 'node:child_process';

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** What stands on standard input; nothing by default. */
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs a program to its end without a terminal. */
export function runCli(
  program: string,
  args: readonly string[],
  { input = '', cwd }: RunOptions = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: 'pipe',
    env: { ...process.env, NODE_OPTIONS: '' },
    ...(cwd === undefined ? {} : { cwd }),
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  // It may end without reading.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
