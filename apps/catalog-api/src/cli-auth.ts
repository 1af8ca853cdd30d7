import { runOnce } from './cli/one-shot.js';
import { Reporter } from './cli/output/reporter.js';
import { CommandRunner } from './cli/run-command.js';
import { UsageError } from './cli/usage.error.js';
import { helpAnswer } from './cli/words/help-text.js';
import { type Invocation, readArguments } from './cli/words/read-arguments.js';

/** HTTP contract, section 13. */
const EXIT = { done: 0, refused: 1, usage: 2 } as const;

const args = process.argv.slice(2);
const reporterFor = (isJson: boolean): Reporter =>
  new Reporter({ out: process.stdout, err: process.stderr, isJson, environment: process.env });

async function carryOut({ place, help, given }: Invocation, reporter: Reporter): Promise<void> {
  const runner = new CommandRunner(place, (text) => reporter.notice(text));
  if (help) reporter.answer(helpAnswer(help.topic));
  else if (given?.command === 'exit') return;
  else if (given) reporter.answer(await runOnce(runner, given));
  else await (await import('./cli/prompt/open-prompt.js')).openPrompt(runner, reporter);
}

// `cli-auth user-handles | head -1`: whoever reads has seen enough.
process.stdout.on('error', () => process.exit());

let reporter = reporterFor(args.includes('--json'));
try {
  const invocation = readArguments(args);
  reporter = reporterFor(invocation.isJson);
  await carryOut(invocation, reporter);
} catch (error) {
  reporter.failure(error);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.refused;
}
