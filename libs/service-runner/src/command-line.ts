import {
  type Config,
  ConfigInvalidError,
  helpText,
  loadConfig,
  parseCommandLine,
  type ProgramName,
  UsageError,
} from '@pezzottify/config';
import { BUILD_HASH, VERSION } from './build.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** What the command line amounts to: a service to start, or something to print before the end. */
export type Invocation =
  | { readonly kind: 'start'; readonly config: Config }
  | { readonly kind: 'print'; readonly text: string; readonly exitCode: ExitCode };

export function readCommandLine(service: ProgramName, argv: readonly string[]): Invocation {
  try {
    const { kind } = parseCommandLine(service, argv);
    if (kind === 'help') return print(helpText(service), EXIT.stopped);
    if (kind === 'version') return print(`${service} ${VERSION} (${BUILD_HASH})\n`, EXIT.stopped);
    return { kind: 'start', config: loadConfig(service, argv) };
  } catch (error) {
    if (error instanceof UsageError) return print(usageText(service, error), EXIT.usage);
    if (error instanceof ConfigInvalidError) return print(problemsText(service, error), EXIT.failed);
    throw error;
  }
}

function print(text: string, exitCode: ExitCode): Invocation {
  return { kind: 'print', text, exitCode };
}

function usageText(service: ProgramName, { message }: UsageError): string {
  return `${service}: ${message}\n"${service} --help" lists what is possible.\n`;
}

function problemsText(service: ProgramName, { problems }: ConfigInvalidError): string {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return `${service}: the configuration has ${count}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`;
}
