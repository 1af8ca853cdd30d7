import { type Command, CommanderError } from 'commander';
import { UsageError } from '../config.errors.js';
import { type ProgramName } from '../programs.js';
import { flagOf } from '../resolution/resolve.js';
import { SCHEMA, settingsOf } from '../schema/schema.js';
import { quoted } from '../schema/value-words.js';
import { type ValueType } from '../schema/value-type.js';
import { helpOnTheFile } from './help-on-the-file.js';
import { programCommand } from './program-command.js';

/** Where the configuration comes from. */
export interface Sources {
  readonly configPath: string | null;
  /** As it was typed. */
  readonly role: string | null;
  /** Long names of the flags of settings, each with its value as the file would hold it. */
  readonly flags: ReadonlyMap<string, unknown>;
}

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'run' | 'check-config'; readonly sources: Sources };

/** Understands the arguments of a program (without node and script). Throws {@link UsageError}. */
export function parseCommandLine(service: ProgramName, argv: readonly string[]): CommandLine {
  const texts = parse(programCommand(service), argv);
  if (texts.has('--help')) return { kind: 'help' };
  if (texts.has('--version')) return { kind: 'version' };
  const sources = {
    configPath: texts.get('--config') ?? null,
    role: texts.get('--role') ?? null,
    flags: typed(service, texts),
  };
  return { kind: texts.has('--check-config') ? 'check-config' : 'run', sources };
}

export function helpText(service: ProgramName): string {
  return `${programCommand(service).helpInformation()}\n${helpOnTheFile()}`;
}

/** The flags given, by long name, with their text (empty for those without value). */
function parse(command: Command, argv: readonly string[]): Map<string, string> {
  refuseFlagsAsValues(command, argv);
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? new UsageError(sentenceOf(error)) : error;
  }
  const entries = command.options.map((option) => {
    const value: unknown = command.getOptionValue(option.attributeName());
    return value === undefined ? undefined : ([option.long ?? '', typeof value === 'string' ? value : ''] as const);
  });
  return new Map(entries.filter((entry) => entry !== undefined));
}

/** commander would take `--db-dir --port` for a folder named `--port`; nobody means that. */
function refuseFlagsAsValues({ options }: Command, argv: readonly string[]): void {
  const isFlag = (text: string): boolean => text.startsWith('--') || options.some(({ short }) => short === text);
  for (const [index, text] of argv.entries()) {
    const option = options.find(({ long, short, required }) => required && (long === text || short === text));
    const next = argv[index + 1];
    if (option && next !== undefined && isFlag(next)) {
      throw new UsageError(`option '${option.flags}' argument missing before ${next}`);
    }
  }
}

function sentenceOf({ message }: CommanderError): string {
  return message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/, ', did you mean $1?');
}

function typed(service: ProgramName, texts: ReadonlyMap<string, string>): Map<string, unknown> {
  const flags = new Map<string, unknown>();
  const mistakes: string[] = [];
  for (const { setting } of settingsOf(SCHEMA)) {
    const name = flagOf(setting, service);
    const text = name === undefined ? undefined : texts.get(name);
    if (name === undefined || text === undefined) continue;
    const value = setting.type.fromText(text);
    if (value === undefined) mistakes.push(wrongType(name, text, setting.type));
    flags.set(name, value);
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return flags;
}

function wrongType(flag: string, text: string, type: ValueType<unknown>): string {
  return `option '${flag} ${type.placeholder}' argument ${quoted(text)} is not allowed, must be ${type.allowed}`;
}
