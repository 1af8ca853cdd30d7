/**
 * What a statement can carry for each `?`. Whole numbers beyond 2^31 reach SQLite as REAL (a limit of the driver);
 * a column of type INTEGER stores them as integers again.
 */
export type SqlValue = string | number | null | Uint8Array;
export type SqlParams = readonly SqlValue[];

/** One statement per call; what follows a first `;` would be ignored by the driver. */
export interface Reader {
  /** All rows, also for `INSERT … RETURNING` and `UPDATE … RETURNING` inside a unit of work. */
  all<Row>(sql: string, params?: SqlParams): Promise<Row[]>;
  /** The first row, or undefined. */
  get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined>;
}

export interface StatementResult {
  /** Rows the statement inserted, changed or deleted. */
  changes: number;
  /** Row id of the last row inserted through this connection. */
  lastId: number;
}

/** Valid until the work it was given to has ended; after that every use is a WriteOutsideGateError. */
export interface WriteTransaction extends Reader {
  run(sql: string, params?: SqlParams): Promise<StatementResult>;
  /** Called once the commit is on disk, in the order of registration; never for work that was rolled back. */
  afterCommit(callback: () => void): void;
}

export type Operation = 'read' | 'write' | 'commit';

/** Told after every statement, so that metrics can listen without this lib knowing them. */
export type StatementObserver = (operation: Operation, seconds: number) => void;
