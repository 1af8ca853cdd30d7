import { type SqliteConnection } from '../connection/sqlite-connection.js';
import { TransactionLostError } from '../persistence.errors.js';
import { type SqlParams, type StatementObserver, type StatementResult } from '../sql.js';

/** One BEGIN IMMEDIATE … COMMIT on the writer, with savepoints for the units inside it. */
export class WriterTransaction {
  readonly #connection: SqliteConnection;
  readonly #observe: StatementObserver;
  #lostBy: unknown;

  constructor(connection: SqliteConnection, observe: StatementObserver) {
    this.#connection = connection;
    this.#observe = observe;
  }

  get isLost(): boolean {
    return this.#lostBy !== undefined;
  }

  async begin(): Promise<void> {
    await this.#connection.run('BEGIN IMMEDIATE');
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    return this.#guarded(() => this.#connection.all<Row>(sql, params));
  }

  run(sql: string, params?: SqlParams): Promise<StatementResult> {
    return this.#guarded(() => this.#connection.run(sql, params));
  }

  /**
   * Runs a unit of work that shares this transaction with others, so that its failure undoes nothing but its own
   * changes. Its savepoint stays until the commit releases all, which saves a round trip per unit; as each is opened on
   * top of the last, ROLLBACK TO finds the unit's own.
   */
  async asUnit<T>(work: () => Promise<T>): Promise<T> {
    await this.run('SAVEPOINT unit');
    try {
      return await work();
    } catch (error) {
      await this.#undo('ROLLBACK TO unit');
      throw error;
    }
  }

  /** The same for a unit inside a unit. There may be many, so that each savepoint goes when its part ends. */
  async asPart<T>(work: () => Promise<T>): Promise<T> {
    await this.run('SAVEPOINT part');
    try {
      const value = await work();
      await this.run('RELEASE part');
      return value;
    } catch (error) {
      await this.#undo('ROLLBACK TO part', 'RELEASE part');
      throw error;
    }
  }

  async commit(): Promise<void> {
    const startedAt = performance.now();
    await this.#throwIfLost(() => this.#connection.run('COMMIT'));
    this.#observe('commit', (performance.now() - startedAt) / 1000);
  }

  /** Never throws: SQLite may have rolled back already. */
  async rollback(): Promise<void> {
    await this.#connection.run('ROLLBACK').catch(() => undefined);
  }

  /** What cannot be undone must not be committed either. */
  async #undo(...statements: string[]): Promise<void> {
    if (this.isLost) return;
    try {
      for (const statement of statements) await this.#connection.run(statement);
    } catch (error) {
      this.#lostBy = error;
    }
  }

  async #guarded<T>(statement: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await this.#throwIfLost(statement);
    } catch (error) {
      await this.#noticeLoss(error);
      throw error;
    } finally {
      this.#observe('write', (performance.now() - startedAt) / 1000);
    }
  }

  #throwIfLost<T>(statement: () => Promise<T>): Promise<T> {
    return this.isLost ? Promise.reject(new TransactionLostError(this.#lostBy)) : statement();
  }

  /**
   * Some errors (disk full, I/O error) make SQLite roll back the whole transaction on its own; a statement after that
   * would commit by itself. BEGIN tells which it was: it fails while a transaction is open.
   * https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction
   */
  async #noticeLoss(error: unknown): Promise<void> {
    if (this.isLost) return;
    const isGone = await this.#connection.run('BEGIN').then(
      () => true,
      () => false,
    );
    if (!isGone) return;
    this.#lostBy = error;
    await this.rollback();
  }
}
