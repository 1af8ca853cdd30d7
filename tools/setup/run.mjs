import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { root, toolEnvironment } from './paths.mjs';

const stopLimitMs = 10_000;
const running = new Set();
let isStopping = false;

/** A command that ended with something else than 0. `output` holds what it printed when it was captured. */
export class CommandFailedError extends Error {
  constructor(command, code, output, options) {
    super(`\`${command}\` ended with ${code}`, options);
    this.name = 'CommandFailedError';
    this.output = output;
  }
}

/**
 * Runs a command from the project's root and resolves with what it printed. With `quiet` its output is only kept, to be
 * shown when it fails; otherwise it is also passed on as it comes. `input` becomes its standard input.
 */
export function run(command, args, { cwd = root, env = toolEnvironment(), quiet = false, input } = {}) {
  return new Promise((resolve, reject) => {
    const shown = [command, ...args].join(' ');
    if (isStopping) throw new CommandFailedError(shown, 'nothing: the program is being stopped', '');
    const stdio = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
    // A group of its own, so that Ctrl-C reaches this process only, which then ends the command and all it has started.
    const child = spawn(command, args, { cwd, env, stdio, detached: true });
    running.add(child);
    // A command that ends without reading it says why by its exit code.
    child.stdin?.on('error', () => undefined).end(input);
    const output = collect(child, quiet);
    child.once('error', (cause) => {
      running.delete(child);
      reject(new CommandFailedError(shown, cause.code ?? cause.message, '', { cause }));
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve(output());
      else reject(new CommandFailedError(shown, code ?? signal, output()));
    });
  });
}

function collect(child, quiet) {
  const chunks = [];
  const into = (sink) => (chunk) => {
    chunks.push(chunk);
    if (!quiet) sink.write(chunk);
  };
  child.stdout.on('data', into(process.stdout));
  child.stderr.on('data', into(process.stderr));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Ends every command that runs, with all it has started, and lets no other begin. */
export async function stopCommands() {
  isStopping = true;
  await Promise.all([...running].map((child) => stopGroup(child)));
}

async function stopGroup(child) {
  const closed = once(child, 'close').then(() => true);
  signalGroup(child, 'SIGTERM');
  const isClosed = await Promise.race([closed, wait(stopLimitMs, false, { ref: false })]);
  if (!isClosed) signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
