import { type Database as Handle, type Statement } from 'sqlite3';
import { assertBindable, StatementFailedError } from '../persistence.errors.js';
import { type SqlParams, type StatementResult } from '../sql.js';
import { Turns } from './turns.js';

const CACHED_STATEMENTS = 100;
const LONGEST_CACHED_SQL = 8000;

/**
 * One SQLite connection: one statement at a time, in the order of the calls, prepared once and kept (preparing costs as
 * much as running a short statement). It goes below TypeORM's own `query`, which gives no rows for `UPDATE … RETURNING`
 * and no count for statements that begin with a newline or WITH.
 */
export class SqliteConnection {
  readonly #handle: Handle;
  readonly #turn = new Turns(1);
  readonly #statements = new Map<string, Statement>();

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  all<Row>(sql: string, params: SqlParams = []): Promise<Row[]> {
    return this.#execute(sql, params, (statement) => rowsOf<Row>(statement, params));
  }

  run(sql: string, params: SqlParams = []): Promise<StatementResult> {
    // A RETURNING statement stops at its first row and, unfinished, would make the next COMMIT fail.
    const isUnfinishedAfterOneStep = /\breturning\b/i.test(sql);
    return this.#execute(sql, params, (statement) => resultOf(statement, params), !isUnfinishedAfterOneStep);
  }

  /** SQLite refuses to close a connection that still has prepared statements. */
  release(): Promise<void> {
    return this.#turn.run(async () => {
      for (const statement of this.#statements.values()) await finalize(statement);
      this.#statements.clear();
    });
  }

  #execute<T>(sql: string, params: SqlParams, step: (statement: Statement) => Promise<T>, isKept = true): Promise<T> {
    assertBindable(params, sql);
    return this.#turn.run(async () => {
      try {
        return await this.#withStatement(sql, step, isKept && sql.length <= LONGEST_CACHED_SQL);
      } catch (error) {
        throw new StatementFailedError(error as Error & { code?: string }, sql);
      }
    });
  }

  async #withStatement<T>(sql: string, step: (statement: Statement) => Promise<T>, isKept: boolean): Promise<T> {
    const statement = this.#statements.get(sql) ?? (await prepare(this.#handle, sql));
    try {
      return await step(statement);
    } finally {
      await (isKept ? this.#keep(sql, statement) : finalize(statement));
    }
  }

  /** Least recently used statements go first: a Map iterates in the order of insertion. */
  async #keep(sql: string, statement: Statement): Promise<void> {
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size <= CACHED_STATEMENTS) return;
    for (const [oldestSql, oldest] of this.#statements) {
      this.#statements.delete(oldestSql);
      return finalize(oldest);
    }
  }
}

const prepare = (handle: Handle, sql: string): Promise<Statement> =>
  new Promise((resolve, reject) => {
    const statement: Statement = handle.prepare(sql, (error: Error | null) => {
      if (error) reject(error);
      else resolve(statement);
    });
  });

const rowsOf = <Row>(statement: Statement, params: SqlParams): Promise<Row[]> =>
  new Promise((resolve, reject) => {
    statement.all<Row>(params, (error: Error | null, rows: Row[]) => {
      if (error) reject(error);
      else resolve(rows);
    });
  });

const resultOf = (statement: Statement, params: SqlParams): Promise<StatementResult> =>
  new Promise((resolve, reject) => {
    statement.run(params, function (this: { changes: number; lastID: number }, error: Error | null) {
      if (error) reject(error);
      else resolve({ changes: this.changes, lastId: this.lastID });
    });
  });

const finalize = (statement: Statement): Promise<void> => new Promise((resolve) => statement.finalize(() => resolve()));
