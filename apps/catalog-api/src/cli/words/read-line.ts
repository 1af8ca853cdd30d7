import { UsageError } from '../usage.error.js';
import { formOf, takesPassword } from './command-forms.js';
import { type Given } from './given.js';
import { readCommand } from './read-command.js';
import { sortWords } from './read-words.js';
import { wordsOf, written } from './split-line.js';

export interface ReadLine {
  readonly given: Given;
  readonly isJson: boolean;
}

/** The command in a line of the prompt; undefined for a blank one. Throws UsageError. */
export function readLine(line: string): ReadLine | undefined {
  const sorted = sortWords(wordsOf(line));
  if (sorted.words.length === 0 && sorted.flags.size === 0) return undefined;
  for (const flag of ['db-dir', 'config'] as const) {
    if (sorted.flags.has(flag)) throw new UsageError(`--${flag} is for the start of cli-auth; leave the prompt first`);
  }
  const isJson = sorted.flags.has('json');
  const { words } = sorted;
  if (sorted.flags.has('help')) return { given: readCommand(sortWords(['help', ...words.slice(0, 1)])), isJson };
  return { given: readCommand(sorted), isJson };
}

/**
 * What the prompt may remember of a line: never a password. A line that could not be understood is forgotten, for it may
 * hold one.
 */
export function remembered(line: string): string | undefined {
  const name = firstWord(line);
  const form = name === undefined ? undefined : formOf(name);
  if (!form) return undefined;
  if (!takesPassword(form)) return line.trim();
  const handle = understood(line)?.given.handle;
  return handle === undefined ? form.name : `${form.name} ${dashed(written(handle))}`;
}

const dashed = (word: string): string => (word.startsWith('-') ? `-- ${word}` : word);

function firstWord(line: string): string | undefined {
  try {
    return wordsOf(line)[0];
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function understood(line: string): ReadLine | undefined {
  try {
    return readLine(line);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
