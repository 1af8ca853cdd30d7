import { parseArgs } from 'node:util';
import { UsageError } from '../usage.error.js';
import { COMMAND_NAMES, type FlagName, FLAGS, formOf, takesPassword } from './command-forms.js';
import { suggestion } from './nearest.js';

export type PlaceFlag = 'db-dir' | 'config';
type SwitchName = 'json' | 'help';
type AnyFlag = FlagName | PlaceFlag | SwitchName;

/** Words sorted into flags and the rest, which keeps its order. */
export interface SortedWords {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<AnyFlag, string>;
}

const SWITCHES: readonly AnyFlag[] = ['json', 'help', 'stdin'];
const ALL: readonly AnyFlag[] = [...SWITCHES, 'db-dir', 'config', 'duration', 'countdown'];
const OPTIONS = Object.fromEntries(
  ALL.map((name) => [name, { type: SWITCHES.includes(name) ? ('boolean' as const) : ('string' as const) }]),
);
const isFlag = (name: string): name is AnyFlag => ALL.some((one) => one === name);

/** Flags may stand anywhere before `--`; throws UsageError for one that no command has, or that lacks its value. */
export function sortWords(args: readonly string[]): SortedWords {
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...OPTIONS, help: { type: 'boolean', short: 'h' } },
    ...{ strict: false, tokens: true, allowPositionals: true },
  });
  const words: string[] = [];
  const flags = new Map<AnyFlag, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    if (!isFlag(token.name)) throw unknownFlag(token.rawName, words);
    flags.set(token.name, flagValue(token.name, token.value));
  }
  return { words, flags };
}

function flagValue(name: AnyFlag, value: string | undefined): string {
  const isSwitch = SWITCHES.includes(name);
  if (isSwitch && value !== undefined) throw new UsageError(`--${name} takes no value`);
  if (!isSwitch && value === undefined) throw new UsageError(`--${name} needs a value`);
  return value ?? '';
}

const DASHES = 'put "--" before values that begin with a dash';

/** What begins with a dash may be a password that the shell passed on: it must not end up in a log. */
function unknownFlag(rawName: string, before: readonly string[]): UsageError {
  const form = before.map(formOf).find((one) => one !== undefined);
  if (form && takesPassword(form)) return new UsageError(`${form.name} does not have this option; ${DASHES}`);
  const near = suggestion(rawName.replace(/^-+/, ''), ALL).replace('"', '"--');
  return new UsageError(`the option ${rawName} is unknown${near === '' ? `; ${DASHES}` : near}`);
}

export const unknownCommand = (word: string): UsageError =>
  new UsageError(`the command "${word}" is unknown${suggestion(word, COMMAND_NAMES)}`);

/** The flags a command may carry, as they are typed. */
export const flagsOf = (name: string): string[] =>
  [...(formOf(name)?.flags ?? []), 'json' as const].map((flag) => `--${flag}`);

export const hasValue = (flag: string): boolean => {
  const name = flag.replace(/^--/, '');
  return name in FLAGS && FLAGS[name as FlagName].value !== undefined;
};
