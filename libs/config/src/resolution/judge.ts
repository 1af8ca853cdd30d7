import { type Sources } from '../command-line/command-line.js';
import { type TomlTree } from '../file/toml-text.js';
import { type ProgramName, type Role, ROLES } from '../programs.js';
import { FULL_SCHEMA } from '../schema/schema.js';
import { word } from '../schema/texts.js';
import { inconsistencies } from './consistency.js';
import { type Resolution, resolve } from './resolve.js';
import { unknownKeys } from './unknown-keys.js';

export interface Judgement {
  readonly resolution: Resolution;
  /** Everything that is wrong whatever the machine looks like. */
  readonly problems: readonly string[];
}

const ROLE = word<Role>(ROLES);

/** The pure part of reading a configuration: every value with its origin, and everything that is wrong with them. */
export function judge(
  service: ProgramName,
  { role, flags }: Pick<Sources, 'role' | 'flags'>,
  file: TomlTree,
): Judgement {
  const reading = ROLE.read(role ?? 'all');
  const hasRole = reading.problem === undefined;
  const resolution = resolve(FULL_SCHEMA, { service, role: hasRole ? reading.value : 'all', file, flags });
  const problems = [
    ...(hasRole ? [] : [`--role: ${reading.problem}`]),
    ...unknownKeys(FULL_SCHEMA, file),
    ...resolution.problems,
    ...inconsistencies(resolution),
  ];
  return { resolution, problems };
}
