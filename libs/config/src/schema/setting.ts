import { EVERY_PROGRAM, type ProgramName, type Role } from '../programs.js';
import { type ValueType } from './value-type.js';

/** What a default may depend on: other settings (by full key, never derived ones) and the role. */
export interface DefaultSource {
  readonly valueOf: (key: string) => unknown;
  readonly role: Role;
}

/** A default that follows from something else. `text` says from what, for help and documents. */
export class DerivedDefault<T> {
  constructor(
    readonly text: string,
    readonly from: (source: DefaultSource) => T,
  ) {}
}

/** One key of the file: type, allowed values, default, flag and meaning in one place. */
export interface Setting<T = unknown> {
  readonly type: ValueType<NonNullable<T>>;
  /** `null`: none. */
  readonly fallback: T | DerivedDefault<T>;
  readonly doc: string;
  readonly flag: Flag | null;
  /** Whom it concerns. The others accept and validate it too, because all share one file. */
  readonly readBy: readonly ProgramName[];
  /** A worker takes it from its flag or default only: the file's value is that of the owner it may share a machine with. */
  readonly isNotForWorkers: boolean;
  /** Whether a running service takes a new value when it reads its file again. Whoever reads it must do so at each use. */
  readonly isLive: boolean;
}

export interface Flag {
  /** As help shows it: `-p, --port`. */
  readonly names: string;
  /** The programs that have it; the same flag can belong to another key elsewhere. */
  readonly programs: readonly ProgramName[];
}

interface About<T> {
  default: T | DerivedDefault<T>;
  doc: string;
  flag?: string;
  readBy?: readonly ProgramName[];
  onlyFlagOf?: ProgramName;
  isNotForWorkers?: boolean;
  isLive?: boolean;
}

export function setting<T, Default extends T | null>(
  type: ValueType<T>,
  about: About<Default>,
): Setting<T | Exclude<Default, T>> {
  const programs = about.onlyFlagOf ? [about.onlyFlagOf] : EVERY_PROGRAM;
  return {
    type: type as ValueType<NonNullable<T>>,
    fallback: about.default,
    doc: about.doc,
    flag: about.flag === undefined ? null : { names: about.flag, programs },
    readBy: about.readBy ?? EVERY_PROGRAM,
    isNotForWorkers: about.isNotForWorkers ?? false,
    isLive: about.isLive ?? false,
  } as Setting<T | Exclude<Default, T>>;
}

/** The settings of one concern, under the keys they have in the file. */
export type Settings = Readonly<Record<string, Setting>>;

type Camel<Key extends string> = Key extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Key;
type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** The resolved values of some settings, in the spelling of the programs. */
export type ValuesOf<S extends Settings> = {
  readonly [Key in keyof S & string as Camel<Key>]: ValueOf<S[Key]>;
};

/** `max_retries` as programs spell it: `maxRetries`. */
export function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
