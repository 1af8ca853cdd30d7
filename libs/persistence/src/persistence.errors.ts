import { types } from 'node:util';
import { type SqlParams } from './sql.js';

/** Who owns a database file, as written beside it by the owner. */
export interface Holder {
  pid: number;
  service: string;
  host: string;
  since: string;
}

const describeHolder = (holder: Holder | null): string =>
  holder
    ? `${holder.service} (pid ${holder.pid} on ${holder.host}, since ${holder.since})`
    : 'another process that has not said its name';

/** Another process owns the file; the kernel frees it when that process ends, however it ends. */
export class DatabaseHeldError extends Error {
  readonly code = 'DATABASE_HELD';
  constructor(
    readonly file: string,
    readonly holder: Holder | null,
    reason = 'Only one process may own a database: stop that one first.',
  ) {
    super(`${file} is held by ${describeHolder(holder)}. ${reason}`);
    this.name = 'DatabaseHeldError';
  }
}

/** The file carries migrations this program does not know. */
export class DatabaseNewerError extends Error {
  readonly code = 'DATABASE_NEWER';
  constructor(
    readonly file: string,
    readonly unknownMigrations: readonly string[],
  ) {
    super(
      `${file} was written by a newer version of this program (unknown migrations: ${unknownMigrations.join(', ')}). ` +
        'Nothing was changed. Start that version again, or put back the backup made before the upgrade ' +
        `(${file}.backup-*).`,
    );
    this.name = 'DatabaseNewerError';
  }
}

/** The file is not a database of this program. */
export class DatabaseForeignError extends Error {
  readonly code = 'DATABASE_FOREIGN';
  constructor(
    readonly file: string,
    finding: string,
  ) {
    super(
      `${file} ${finding}, so it does not belong to this program. Nothing was changed. ` +
        'Move the file away to have a new database created, or correct the database directory in the configuration.',
    );
    this.name = 'DatabaseForeignError';
  }
}

/** The file is a database of which SQLite says that it is damaged. */
export class DatabaseCorruptError extends Error {
  readonly code = 'DATABASE_CORRUPT';
  constructor(
    readonly file: string,
    finding: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} is damaged (${finding}). Nothing was changed. Put back a backup (${file}.backup-* or your own), ` +
        'or save what is readable with the ".recover" command of the sqlite3 shell.',
      options,
    );
    this.name = 'DatabaseCorruptError';
  }
}

/** The file, or the directory it should be created in, cannot be read and written. */
export class DatabaseInaccessibleError extends Error {
  readonly code = 'DATABASE_INACCESSIBLE';
  constructor(
    readonly file: string,
    finding: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} cannot be opened (${finding}). ` +
        'It needs a directory on a local file system that this user may write to.',
      options,
    );
    this.name = 'DatabaseInaccessibleError';
  }
}

/** A migration, or the backup before it, failed; the file is as it was before. */
export class DatabaseMigrationFailedError extends Error {
  readonly code = 'DATABASE_MIGRATION_FAILED';
  constructor(
    readonly file: string,
    step: string,
    cause: unknown,
  ) {
    super(
      `${file} could not be migrated (${step}: ${cause instanceof Error ? cause.message : String(cause)}). ` +
        'Nothing was changed. If the disk is full, free some space and start again; else start the version that ran before.',
      { cause },
    );
    this.name = 'DatabaseMigrationFailedError';
  }
}

/** The database was closed, or is closing, when the call arrived. */
export class DatabaseClosedError extends Error {
  readonly code = 'DATABASE_CLOSED';
  constructor(readonly file: string) {
    super(`${file} is closed`);
    this.name = 'DatabaseClosedError';
  }
}

/** A write that did not come through Database.write, or came after its unit of work had ended. A mistake in the code. */
export class WriteOutsideGateError extends Error {
  readonly code = 'WRITE_OUTSIDE_GATE';
  constructor(what: string) {
    super(`${what}. Writes go through Database.write and end with it.`);
    this.name = 'WriteOutsideGateError';
  }
}

/** The transaction a unit of work was part of is gone (disk full, I/O error, failed commit): nothing of it is stored. */
export class TransactionLostError extends Error {
  readonly code = 'TRANSACTION_LOST';
  constructor(cause: unknown) {
    super(`The transaction was rolled back: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'TransactionLostError';
  }
}

/** SQLite refused a statement. Parameters are left out on purpose: they may hold secrets. */
export class StatementFailedError extends Error {
  /** SQLite's primary result code as text, for example SQLITE_CONSTRAINT. */
  readonly code: string;
  constructor(
    cause: Error & { code?: string },
    readonly sql: string,
  ) {
    super(`${cause.message} in: ${sql.trim().slice(0, 300)}`, { cause });
    this.name = 'StatementFailedError';
    this.code = cause.code ?? 'SQLITE_ERROR';
  }
}

/** True for a violated unique or primary key; `column` as SQLite names it, for example `user.handle`. */
export const isUniqueViolation = (error: unknown, column?: string): boolean =>
  error instanceof StatementFailedError &&
  error.code === 'SQLITE_CONSTRAINT' &&
  error.message.includes(`UNIQUE constraint failed: ${column ?? ''}`);

/** True where a row was to belong to another that is not there, or is gone by now. */
export const isForeignKeyViolation = (error: unknown): boolean =>
  error instanceof StatementFailedError &&
  error.code === 'SQLITE_CONSTRAINT' &&
  error.message.includes('FOREIGN KEY constraint failed');

export const assertBindable = (params: SqlParams, sql: string): void => {
  for (const value of params as readonly unknown[]) {
    // The driver stores NULL, silently, for whatever it does not know.
    const isKnown =
      value === null || typeof value === 'string' || typeof value === 'number' || types.isUint8Array(value);
    if (!isKnown) throw new TypeError(`Cannot bind a value of type ${typeof value} in: ${sql.trim().slice(0, 300)}`);
  }
};
