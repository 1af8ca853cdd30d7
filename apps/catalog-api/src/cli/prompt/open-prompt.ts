import { type ReadStream } from 'node:tty';
import { listHandles } from '../../storage/user/account.repository.js';
import { type Reporter } from '../output/reporter.js';
import { styleFor } from '../output/style.js';
import { type CommandRunner } from '../run-command.js';
import { complete } from './completion.js';
import { PipedLines } from './piped-lines.js';
import { type PromptLines } from './prompt-lines.js';
import { Prompt } from './prompt.js';
import { TerminalLines } from './terminal-lines.js';

/** Runs the prompt on the standard streams until it is left. Throws what keeps the database from being opened. */
export async function openPrompt(runner: CommandRunner, reporter: Reporter): Promise<void> {
  // Created, upgraded or refused now, not at the first command.
  await runner.withAccounts(() => Promise.resolve());
  process.on('SIGINT', leave);
  const lines = process.stdin.isTTY ? await atTerminal(runner, process.stdin) : new PipedLines(process.stdin);
  try {
    await new Prompt({ lines, runner, reporter }).run();
  } finally {
    lines.close();
  }
}

/** In the middle of a command: what it was writing is not stored, as a whole. */
const leave = (): never => process.exit(0);

async function atTerminal(runner: CommandRunner, input: ReadStream): Promise<PromptLines> {
  // With the results going elsewhere, the person still has to see what is typed.
  const output = process.stdout.isTTY ? process.stdout : process.stderr;
  output.write(`${await runner.file()}: help lists the commands, exit leaves\n`);
  const handles = (): Promise<string[]> =>
    runner.withAccounts(async ({ database }) => (await listHandles(database.reads)).map(({ handle }) => handle));
  return new TerminalLines({
    ...{ input, output, onInterrupt: leave },
    style: styleFor(output, process.env),
    complete: (line) => complete(line, () => handles().catch(() => [])),
  });
}
