import { type ProgramName, PROGRAMS, type Role } from '../programs.js';
import { DerivedDefault, type Setting } from '../schema/setting.js';
import { type KeyedSetting, type Section, settingsOf, tableIn } from '../schema/schema.js';
import { isTable } from '../schema/value-words.js';
import { type TomlTree } from '../file/toml-text.js';

export type Origin = 'file' | 'flag' | 'default';

/** The value a setting got, and where from. */
export interface Resolved extends KeyedSetting {
  readonly value: unknown;
  readonly origin: Origin;
  /** How a problem names it: by its flag when the value came from there, else by its key. */
  readonly label: string;
  /** `false` where something was given that is not allowed; `value` is the default then. */
  readonly isSound: boolean;
  /** The flag that was given too, and lost against the file. */
  readonly overridden: string | null;
}

export interface Given {
  readonly service: ProgramName;
  readonly role: Role;
  /** Empty without a file. */
  readonly file: TomlTree;
  /** Long names of flags with the values they were given. */
  readonly flags: ReadonlyMap<string, unknown>;
}

export class Resolution {
  constructor(
    readonly given: Given,
    readonly settings: ReadonlyMap<string, Resolved>,
    readonly problems: readonly string[],
  ) {}

  get(key: string): Resolved {
    const resolved = this.settings.get(key);
    if (!resolved) throw new RangeError(`there is no setting ${key}`);
    return resolved;
  }

  valueOf(key: string): unknown {
    return this.get(key).value;
  }
}

/**
 * The value of every setting: the file wins over the flag, the flag over the default. A pure function; a value that is
 * not allowed becomes a problem and the default takes its place, so that every other check still has something to judge.
 */
export function resolve(schema: readonly Section[], given: Given): Resolution {
  const problems: string[] = [];
  const settings = new Map<string, Resolved>();
  for (const keyed of settingsOf(schema)) settings.set(keyed.key, resolveOne(keyed, given, problems));
  const unsettled = [...settings.values()].filter(({ value }) => value instanceof DerivedDefault);
  const source = { role: given.role, valueOf: (key: string) => settings.get(key)?.value };
  for (const resolved of unsettled) {
    settings.set(resolved.key, { ...resolved, value: (resolved.value as DerivedDefault<unknown>).from(source) });
  }
  return new Resolution(given, settings, problems);
}

/** The long name of the flag that this setting has in this program. */
export function flagOf({ flag }: Setting, service: ProgramName): string | undefined {
  return flag?.programs.includes(service) ? /--\S+/.exec(flag.names)?.[0] : undefined;
}

/** The keys behind `--port` and `--metrics-port` of the program started. */
export function portKeysOf(service: ProgramName): { http: string; metrics: string } {
  const { portKey, metricsPortKey } = PROGRAMS[service];
  return { http: portKey, metrics: metricsPortKey };
}

/** Every value given is judged, also one that another overrides: a mistake does not become right by being unused. */
function resolveOne(keyed: KeyedSetting, given: Given, problems: string[]): Resolved {
  const { setting } = keyed;
  const candidates = candidatesFor(keyed, given).map(({ raw, label, origin }) => {
    const reading = setting.type.read(raw);
    if (reading.problem !== undefined) problems.push(`${label}: ${reading.problem}`);
    return { label, origin, reading };
  });
  const [winner] = candidates;
  const byDefault = { ...keyed, value: setting.fallback, origin: 'default', overridden: null } as const;
  if (winner === undefined) return { ...byDefault, label: keyed.key, isSound: true };
  const { label, origin, reading } = winner;
  if (reading.problem !== undefined) return { ...byDefault, label, isSound: false };
  return { ...keyed, value: reading.value, origin, label, isSound: true, overridden: candidates[1]?.label ?? null };
}

interface Candidate {
  readonly raw: unknown;
  readonly label: string;
  readonly origin: Origin;
}

/** What was given for a setting, the strongest first. */
function candidatesFor({ key, table, name, setting }: KeyedSetting, given: Given): Candidate[] {
  const candidates: Candidate[] = [];
  const holder = table === null ? given.file : tableIn(given.file, table);
  const isForOthers = setting.isNotForWorkers && given.role === 'worker';
  if (isTable(holder) && Object.hasOwn(holder, name) && !isForOthers) {
    candidates.push({ raw: holder[name], label: key, origin: 'file' });
  }
  const flag = flagOf(setting, given.service);
  if (flag !== undefined && given.flags.has(flag)) {
    candidates.push({ raw: given.flags.get(flag), label: flag, origin: 'flag' });
  }
  return candidates;
}
