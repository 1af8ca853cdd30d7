import { type CommandName } from './command-forms.js';

/** Where the database is, as far as the command line says. */
export interface Place {
  readonly file?: string | undefined;
  readonly dbDir?: string | undefined;
  readonly config?: string | undefined;
}

/** A command with its arguments. Those that a command does not have are empty. */
export interface Given {
  readonly command: CommandName;
  readonly handle: string;
  readonly role: string;
  readonly permission: string;
  readonly grantId: number;
  /** Undefined: to be asked for, or read from standard input. */
  readonly password: string | undefined;
  readonly isPasswordOnInput: boolean;
  readonly durationSeconds: number | null;
  readonly countdown: number | null;
  /** What help is asked about. */
  readonly topic: string | undefined;
}
