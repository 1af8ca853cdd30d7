import { UsageError } from '../usage.error.js';
import { RefusalError } from '../refusal.error.js';
import { type ArgumentKind, type FlagName, FLAGS, formOf, type NamedForm, PLACEHOLDERS } from './command-forms.js';
import { type Given } from './given.js';
import { type SortedWords, unknownCommand } from './read-words.js';

type Values = Partial<Record<ArgumentKind, string>>;

/** The command in these words, the first of which is its name; throws UsageError. */
export function readCommand({ words, flags }: SortedWords): Given {
  const [name, ...args] = words;
  if (name === undefined) throw new UsageError('a command is missing');
  const form = formOf(name);
  if (!form) throw unknownCommand(name);
  for (const flag of flags.keys()) if (flag in FLAGS) assertHas(form, flag as FlagName);
  const values = fitted(form, args);
  if (flags.has('stdin') && values.password !== undefined)
    throw new UsageError('a password and --stdin exclude each other');
  return {
    command: form.name,
    handle: values.handle ?? '',
    role: values.role ?? '',
    permission: values.permission ?? '',
    grantId: values.grantId === undefined ? 0 : whole(values.grantId, PLACEHOLDERS.grantId),
    password: values.password,
    isPasswordOnInput: flags.has('stdin'),
    durationSeconds: limit(flags.get('duration'), '--duration'),
    countdown: limit(flags.get('countdown'), '--countdown'),
    topic: values.command,
  };
}

export const usageOf = ({ name, args, flags }: NamedForm): string => {
  const places = args.map(({ kind, isOptional }) => (isOptional ? `[${PLACEHOLDERS[kind]}]` : PLACEHOLDERS[kind]));
  const options = flags.map((flag) => `[--${[flag, FLAGS[flag].value].filter(Boolean).join(' ')}]`);
  return [name, ...places, ...options].join(' ');
};

function assertHas(form: NamedForm, flag: FlagName): void {
  if (!form.flags.includes(flag)) throw new UsageError(`${form.name} has no option --${flag}: ${usageOf(form)}`);
}

function fitted(form: NamedForm, given: readonly string[]): Values {
  const missing = form.args.find(({ isOptional }, index) => !isOptional && given[index] === undefined);
  if (missing) throw new UsageError(`${PLACEHOLDERS[missing.kind]} is missing: ${usageOf(form)}`);
  if (given.length > form.args.length) {
    throw new UsageError(`too many arguments: ${usageOf(form)}; one with blanks in it needs quotes`);
  }
  return Object.fromEntries(form.args.slice(0, given.length).map(({ kind }, index) => [kind, given[index]]));
}

function limit(text: string | undefined, what: string): number | null {
  if (text === undefined) return null;
  const value = whole(text, what);
  if (value < 1 || value > MOST) throw new RefusalError('INVALID_VALUE', `${what} ${text}: allowed are 1 to ${MOST}`);
  return value;
}

/** A thousand years in seconds, so that no sum with it leaves what a date can be. */
const MOST = 31_536_000_000;

function whole(text: string, what: string): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UsageError(`${what} must be a whole number, not "${text}"`);
  }
  return value;
}
