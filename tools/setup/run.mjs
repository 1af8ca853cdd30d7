import { spawn } from 'node:child_process';
import { root, toolEnvironment } from './paths.mjs';

/** A command that ended with something else than 0. `output` holds what it printed when it was captured. */
export class CommandFailedError extends Error {
  constructor(command, code, output) {
    super(`\`${command}\` ended with ${code}`);
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
    const child = spawn(command, args, { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    // A command that ends without reading it says why by its exit code.
    child.stdin?.on('error', () => undefined).end(input);
    const chunks = [];
    const collect = (sink) => (chunk) => {
      chunks.push(chunk);
      if (!quiet) sink.write(chunk);
    };
    child.stdout.on('data', collect(process.stdout));
    child.stderr.on('data', collect(process.stderr));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      if (code === 0) resolve(output);
      else reject(new CommandFailedError([command, ...args].join(' '), code ?? signal, output));
    });
  });
}
