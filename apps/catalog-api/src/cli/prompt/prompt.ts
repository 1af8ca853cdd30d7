import { accountOf } from '../accounts.js';
import { askPassword } from '../ask-password.js';
import { quoted } from '../output/printable.js';
import { type Reporter } from '../output/reporter.js';
import { RefusalError } from '../refusal.error.js';
import { type CommandRunner } from '../run-command.js';
import { type Given } from '../words/given.js';
import { readLine, remembered } from '../words/read-line.js';
import { type PromptLines } from './prompt-lines.js';

export interface PromptOptions {
  readonly lines: PromptLines;
  readonly runner: CommandRunner;
  readonly reporter: Reporter;
}

/** The person leaves in the middle of a command. */
class Leaving extends Error {}

/** Command after command, until there are no more. What fails is reported, and the next one has its turn. */
export class Prompt {
  constructor(private readonly options: PromptOptions) {}

  async run(): Promise<void> {
    const { lines } = this.options;
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      const text = remembered(line);
      if (text !== undefined) lines.remember(text);
      if (await this.take(line)) return;
    }
  }

  /** True when that was the last one. */
  private async take(line: string): Promise<boolean> {
    let { reporter } = this.options;
    try {
      const read = readLine(line);
      if (!read) return false;
      reporter = reporter.inJsonIf(read.isJson);
      if (read.given.command === 'exit') return true;
      await this.carryOut(read.given, reporter);
    } catch (error) {
      if (error instanceof Leaving) return true;
      reporter.failure(error);
    }
    return false;
  }

  private async carryOut(given: Given, reporter: Reporter): Promise<void> {
    const { runner } = this.options;
    if (given.command === 'delete-user') await this.confirmDeletion(given);
    reporter.answer(await runner.run(given, () => this.password(given)));
  }

  private async confirmDeletion({ handle }: Given): Promise<void> {
    const { runner, lines } = this.options;
    await runner.withAccounts(({ database }) => accountOf(database.reads, handle));
    const isSure = await lines.confirm(`Delete ${quoted(handle)} and everything of theirs?`);
    if (isSure === undefined) throw new Leaving();
    if (!isSure) throw new RefusalError('NOT_CONFIRMED', 'nothing was deleted');
  }

  private password(given: Given): Promise<string> {
    return askPassword(given, async (question) => {
      const text = await this.options.lines.secret(question, given.isPasswordOnInput);
      if (text === undefined) throw new Leaving();
      return text;
    });
  }
}
