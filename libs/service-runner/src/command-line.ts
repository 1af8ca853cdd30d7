import {
  checkedConfiguration,
  ConfigInvalidError,
  helpText,
  LiveConfig,
  parseCommandLine,
  type ProgramName,
  UsageError,
} from '@pezzottify/config';
import { BUILD_HASH, VERSION } from './build.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** What the command line amounts to: a service to start, or something to print before the end. */
export type Invocation =
  | { readonly kind: 'start'; readonly configuration: LiveConfig }
  | { readonly kind: 'print'; readonly text: string; readonly exitCode: ExitCode };

export function readCommandLine(service: ProgramName, argv: readonly string[]): Invocation {
  try {
    const commandLine = parseCommandLine(service, argv);
    if (commandLine.kind === 'help') return print(helpText(service), EXIT.stopped);
    if (commandLine.kind === 'version') return print(`${service} ${VERSION} (${BUILD_HASH})\n`, EXIT.stopped);
    const { kind, sources } = commandLine;
    if (kind === 'check-config') return print(checkedConfiguration(service, sources), EXIT.stopped);
    return { kind: 'start', configuration: new LiveConfig(service, sources) };
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
  return `${service}: the configuration has ${counted(problems)}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`;
}

export function counted({ length }: readonly string[]): string {
  return length === 1 ? 'a problem' : `${length} problems`;
}
