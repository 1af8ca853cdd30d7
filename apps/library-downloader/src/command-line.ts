import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { defaultIndexFile, type Settings } from './settings.js';

/** What the command line amounts to: settings to start with, or a text to print before the end. */
export type Invocation =
  | { kind: 'start'; settings: Omit<Settings, 'indexFile'> & { indexFile: string | null } }
  | { kind: 'print'; text: string; exitCode: 0 | 2 };

interface Options {
  library: string;
  host: string;
  port: number;
  index?: string;
  rescanSecs: number;
  parallelAudio: number;
}

const wholeNumber = (min: number, max: number) => (text: string) => {
  const value = /^\d{1,9}$/u.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
};

const numberOption = (
  flags: string,
  description: string,
  range: { min: number; max: number; default: number },
): Option => new Option(flags, description).argParser(wholeNumber(range.min, range.max)).default(range.default);

function program(version: string, print: (text: string) => void): Command {
  return new Command('library-downloader')
    .description('Serves a folder of tagged music to Pezzottify through its downloader API.')
    .requiredOption('--library <folder>', 'the folder with the music; it is only read')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .addOption(
      numberOption('--port <port>', 'the port to listen on, 0 for any free one', { min: 0, max: 65535, default: 3031 }),
    )
    .option('--index <file>', "where to remember what was read (default: a file in the user's cache folder)")
    .addOption(
      numberOption('--rescan-secs <seconds>', 'look for changes at least this often, 0 for only when told', {
        min: 0,
        max: 86_400,
        default: 300,
      }),
    )
    .addOption(
      numberOption('--parallel-audio <count>', 'audio downloads at the same time', { min: 1, max: 1000, default: 8 }),
    )
    .version(version, '--version')
    .helpOption('--help')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: print });
}

/** `argv` without the program itself. */
export function readCommandLine(argv: readonly string[], version: string): Invocation {
  const printed: string[] = [];
  const command = program(version, (text) => printed.push(text));
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: 'print', text: printed.join(''), exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  const { index, ...options } = command.opts<Options>();
  return { kind: 'start', settings: { ...options, indexFile: index === undefined ? null : resolve(index) } };
}

export const indexFileFor = (library: string): string =>
  defaultIndexFile(library, homedir(), process.env.XDG_CACHE_HOME);
