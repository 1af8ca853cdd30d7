import { PERMISSIONS, ROLES } from '@pezzottify/permissions';
import { type ArgumentKind, COMMAND_NAMES, formOf } from '../words/command-forms.js';
import { flagsOf, hasValue } from '../words/read-words.js';
import { splitLine, written } from '../words/split-line.js';

export interface Completion {
  /** What the word may become, as it has to be typed. */
  readonly words: readonly string[];
  /** The word as it is typed so far. */
  readonly typed: string;
}

interface Candidate {
  readonly word: string;
  /** Handles are taken as they are; the other words in any case. */
  readonly isExact?: boolean;
}

const NOTHING_TYPED = { text: '', typed: '', openQuote: undefined };

/** What may stand where the line ends. Only handles have to be looked up. */
export async function complete(line: string, handles: () => Promise<readonly string[]>): Promise<Completion> {
  const { words, last } = splitLine(line);
  const { text, typed, openQuote } = last ?? NOTHING_TYPED;
  const candidates = await candidatesFor(words, text, handles);
  const fitting = candidates.filter((one) => isBeginning(text, one)).map(({ word }) => written(word, openQuote));
  // A blank behind the only one leads on to the next word.
  return { words: fitting.length === 1 ? fitting.map((word) => `${word} `) : fitting, typed };
}

const isBeginning = (text: string, { word, isExact }: Candidate): boolean =>
  isExact ? word.startsWith(text) : word.toLowerCase().startsWith(text.toLowerCase());

const plain = (words: readonly string[]): Candidate[] => words.map((word) => ({ word }));

async function candidatesFor(
  words: readonly string[],
  text: string,
  handles: () => Promise<readonly string[]>,
): Promise<Candidate[]> {
  const [name, ...before] = words;
  if (name === undefined) return plain(COMMAND_NAMES);
  const isAfterDashes = before.includes('--');
  if (text.startsWith('-') && !isAfterDashes) return plain(flagsOf(name));
  if (hasValue(before.at(-1) ?? '')) return [];
  const kind = formOf(name)?.args[placeOf(before)]?.kind;
  if (kind === 'handle') return typeable(await handles(), isAfterDashes);
  return kind === undefined ? [] : plain(WORDS[kind]);
}

/** How many arguments stand in front. */
function placeOf(before: readonly string[]): number {
  const dashes = before.indexOf('--');
  const mayHaveFlags = dashes === -1 ? before : before.slice(0, dashes);
  const isArgument = (word: string, index: number): boolean =>
    !word.startsWith('-') && !hasValue(mayHaveFlags[index - 1] ?? '');
  return mayHaveFlags.filter(isArgument).length + (dashes === -1 ? 0 : before.length - dashes - 1);
}

const WORDS: Readonly<Record<Exclude<ArgumentKind, 'handle'>, readonly string[]>> = {
  role: ROLES,
  permission: PERMISSIONS.map(({ name }) => name),
  command: COMMAND_NAMES,
  password: [],
  grantId: [],
};

/** Control characters cannot be typed, and a dash in front needs "--" before it. */
const typeable = (handles: readonly string[], isAfterDashes: boolean): Candidate[] =>
  handles
    .filter((word) => !/\p{Cc}/u.test(word) && (isAfterDashes || !word.startsWith('-')))
    .map((word) => ({ word, isExact: true }));
