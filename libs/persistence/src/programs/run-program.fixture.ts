import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { build, type Plugin } from 'esbuild';

const WORKSPACE = join(import.meta.dirname, '../../../..');

/** Packages come from node_modules; the libs of the workspace are TypeScript, which node does not run. */
const keepPackagesOutside: Plugin = {
  name: 'keep-packages-outside',
  setup: (builder) =>
    builder.onResolve({ filter: /^[^./]/ }, ({ path }) =>
      path.startsWith('@pezzottify/') ? null : { path, external: true },
    ),
};

/** A program of this folder as one file that node can run. It lies in the workspace to find the packages it needs. */
export const buildProgram = async (name: string): Promise<string> => {
  const outfile = join(WORKSPACE, 'tmp', 'persistence-programs', `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.program.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [keepPackagesOutside],
    logLevel: 'error',
  });
  return outfile;
};

export interface RunningProgram {
  readonly pid: number | undefined;
  /** Every line the program printed so far. */
  readonly lines: readonly string[];
  /** Resolves to the first line that begins so; rejects when the program ends without one. */
  sees(beginning: string): Promise<string>;
  say(line: string): void;
  endInput(): void;
  /** By a signal it cannot handle; resolves once it is gone. */
  readonly kill: () => Promise<void>;
  readonly ended: Promise<End>;
}

export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  errors: string;
}

/** Starts a program in a process of its own. The caller sees to it that it ends. */
export const runProgram = (file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram => {
  const child = spawn(process.execPath, [file, ...args], { stdio: 'pipe', env: { ...process.env, ...env } });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = endOf(child);
  return {
    pid: child.pid,
    lines,
    ended,
    sees: (beginning) => lineOf(output, lines, beginning, ended),
    say: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

const endOf = (child: ChildProcessWithoutNullStreams): Promise<End> => {
  const errors: string[] = [];
  child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, errors: errors.join('') }));
  });
};

const lineOf = (output: Interface, lines: string[], beginning: string, ended: Promise<End>): Promise<string> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      const line = lines.find((candidate) => candidate.startsWith(beginning));
      if (line !== undefined) resolve(line);
    };
    output.on('line', look);
    void ended.then((end) => reject(new Error(`ended without "${beginning}": ${JSON.stringify({ end, lines })}`)));
    look();
  });
