import { askPassword, type Secret } from './ask-password.js';
import { firstLine } from './first-line.js';
import { type Answer } from './output/answer.js';
import { type CommandRunner } from './run-command.js';
import { UsageError } from './usage.error.js';
import { takesPassword, formOf } from './words/command-forms.js';
import { type Given } from './words/given.js';

/** One command, with the passwords it needs from the terminal or from standard input. */
export function runOnce(runner: CommandRunner, given: Given): Promise<Answer> {
  assertAnswerable(given);
  const isPiped = given.isPasswordOnInput && !process.stdin.isTTY;
  const secret = isPiped ? () => firstLine(process.stdin) : fromTerminal;
  return runner.run(given, () => askPassword(given, secret));
}

/** Said before anything is opened or created. */
function assertAnswerable({ command, password, isPasswordOnInput }: Given): void {
  const form = formOf(command);
  if (!form || !takesPassword(form) || password !== undefined || isPasswordOnInput || process.stdin.isTTY) return;
  throw new UsageError('no password given, and no terminal to ask on; name it, or pass it with --stdin');
}

const fromTerminal: Secret = async (question) => {
  const { askAtTerminal } = await import('./prompt/ask-at-terminal.js');
  return askAtTerminal(question);
};
