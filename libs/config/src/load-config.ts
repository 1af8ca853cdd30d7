import { parseCommandLine, type Sources } from './command-line/command-line.js';
import { type Config, toConfig } from './config.js';
import { ConfigInvalidError, UsageError } from './config.errors.js';
import { environmentProblems } from './environment/environment.js';
import { readTomlFile, type TomlFile } from './file/toml-file.js';
import { type ProgramName } from './programs.js';
import { judge } from './resolution/judge.js';
import { printedConfiguration } from './resolution/printed-configuration.js';
import { type Resolution } from './resolution/resolve.js';

/**
 * The configuration of a service from its arguments (without node and script) and the file they name. Throws
 * {@link UsageError} for a command line it cannot understand, else {@link ConfigInvalidError} with every problem.
 */
export function loadConfig(service: ProgramName, argv: readonly string[]): Config {
  const commandLine = parseCommandLine(service, argv);
  if (!('sources' in commandLine)) throw new UsageError(`--${commandLine.kind} leaves nothing to configure`);
  return toConfig(readConfiguration(service, commandLine.sources).resolution);
}

/** The configuration as `--check-config` prints it. Throws {@link ConfigInvalidError} with every problem there is. */
export function checkedConfiguration(service: ProgramName, sources: Sources): string {
  const { resolution, file } = readConfiguration(service, sources);
  return printedConfiguration(resolution, file);
}

/** Every setting with its value and origin. Throws {@link ConfigInvalidError} with every problem there is. */
export function readConfiguration(
  service: ProgramName,
  sources: Sources,
): { resolution: Resolution; file: TomlFile | null } {
  const file = sources.configPath === null ? null : readTomlFile(sources.configPath);
  const { resolution, problems } = judge(service, sources, file?.tree ?? {});
  const all = [...problems, ...environmentProblems(resolution)];
  if (all.length > 0) throw new ConfigInvalidError(all);
  return { resolution, file };
}
