import { existsSync } from 'node:fs';
import { UsageError } from '../usage.error.js';
import { COMMAND_NAMES, formOf } from './command-forms.js';
import { type Given, type Place } from './given.js';
import { nearest } from './nearest.js';
import { readCommand } from './read-command.js';
import { sortWords, unknownCommand } from './read-words.js';

export interface Invocation {
  readonly place: Place;
  readonly isJson: boolean;
  /** Undefined: the prompt. */
  readonly given: Given | undefined;
  readonly help: { readonly topic: string | undefined } | undefined;
}

/** What the arguments of the program amount to; throws UsageError. */
export function readArguments(args: readonly string[], fileExists = existsSync): Invocation {
  const { words, flags } = sortWords(args);
  const isPlaceNamed = flags.has('db-dir') || flags.has('config');
  const { file, command } = withoutFile(words, isPlaceNamed, fileExists);
  const place = { file, dbDir: flags.get('db-dir'), config: flags.get('config') };
  const isJson = flags.has('json');
  if (flags.has('help')) return { place, isJson, given: undefined, help: { topic: command[0] } };
  const given = command.length === 0 ? undefined : readCommand({ words: command, flags });
  if (!given) assertNoCommandFlags(flags.keys());
  return { place, isJson, given, help: undefined };
}

/** A first word that is no command names the file; where a flag names the place already, only one that looks like a file. */
function withoutFile(
  words: readonly string[],
  isPlaceNamed: boolean,
  fileExists: (path: string) => boolean,
): { file: string | undefined; command: readonly string[] } {
  const [first, ...rest] = words;
  if (first === undefined || formOf(first)) return { file: undefined, command: words };
  const isFile = /[./\\]/.test(first) || fileExists(first);
  if (rest[0] !== undefined && !formOf(rest[0])) throw unknownCommand(isFile ? rest[0] : first);
  if (isPlaceNamed && !isFile) throw unknownCommand(first);
  // Otherwise a slip of the finger would create a database and wait at its prompt.
  const meant = nearest(first, COMMAND_NAMES);
  if (!isFile && meant !== undefined && rest.length === 0) {
    throw new UsageError(
      `"${first}" is neither a command nor a file; did you mean "${meant}"? (a new file: ./${first})`,
    );
  }
  return { file: first, command: rest };
}

function assertNoCommandFlags(flags: Iterable<string>): void {
  const stray = [...flags].find((flag) => ['stdin', 'duration', 'countdown'].includes(flag));
  if (stray !== undefined) throw new UsageError(`--${stray} belongs to a command, and none is given`);
}
