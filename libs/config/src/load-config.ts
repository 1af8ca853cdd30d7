import { type CommandLine, parseCommandLine } from './command-line/command-line.js';
import { type Config, toConfig } from './config.js';
import { ConfigInvalidError, UsageError } from './config.errors.js';
import { environmentProblems } from './environment/environment.js';
import { readTomlFile } from './file/toml-file.js';
import { type ProgramName } from './programs.js';
import { judge } from './resolution/judge.js';
import { type Resolution } from './resolution/resolve.js';

/**
 * The configuration of a service from its arguments (without node and script) and the file they name. Throws
 * {@link UsageError} for a command line it cannot understand, else {@link ConfigInvalidError} with every problem.
 */
export function loadConfig(service: ProgramName, argv: readonly string[]): Config {
  const commandLine = parseCommandLine(service, argv);
  if (commandLine.kind !== 'run') throw new UsageError(`--${commandLine.kind} leaves nothing to configure`);
  return toConfig(resolveConfiguration(service, commandLine));
}

/** Every setting with its value and origin. Throws {@link ConfigInvalidError} with every problem there is. */
export function resolveConfiguration(
  service: ProgramName,
  commandLine: Extract<CommandLine, { kind: 'run' }>,
): Resolution {
  const { configPath } = commandLine;
  const file = configPath === null ? {} : readTomlFile(configPath);
  const { resolution, problems } = judge(service, commandLine, file);
  const all = [...problems, ...environmentProblems(resolution)];
  if (all.length > 0) throw new ConfigInvalidError(all);
  return resolution;
}
