import { AsyncLocalStorage } from 'node:async_hooks';
import { type Logger } from '@pezzottify/observability';
import { type SqliteConnection } from '../connection/sqlite-connection.js';
import { DatabaseClosedError, StatementFailedError, TransactionLostError } from '../persistence.errors.js';
import { type StatementObserver, type WriteTransaction } from '../sql.js';
import { UnitOfWork, type UnitContext } from './unit-of-work.js';
import { WriterTransaction } from './writer-transaction.js';

export interface GateOptions {
  file: string;
  connection: SqliteConnection;
  logger: Logger;
  observe: StatementObserver;
  batch: BatchLimits;
}

/** A caller waiting at the gate. `perform` never rejects: its outcome settles the caller, after the commit. */
interface Waiting {
  perform(transaction: WriterTransaction, isInCompany: boolean): Promise<Outcome>;
  reject(error: unknown): void;
}

interface Outcome {
  isDone: boolean;
  settle(): void;
  reject(error: unknown): void;
}

/** Bounds of one commit, so that the first in a batch does not wait long for the last. */
export interface BatchLimits {
  mostUnits: number;
  /** No further unit begins after this time. */
  longestMs: number;
}

export const DEFAULT_BATCH: BatchLimits = { mostUnits: 64, longestMs: 20 };
const SLOW_UNIT_MS = 5000;

/**
 * The only way to the writer. Units of work run one after another in the order of arrival; those that wait share a
 * commit (one sync to disk for all of them), each in a savepoint of its own.
 */
export class WriteGate {
  readonly #options: GateOptions;
  readonly #context: UnitContext = new AsyncLocalStorage<UnitOfWork>();
  readonly #queue: Waiting[] = [];
  #draining: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    const current = this.#context.getStore();
    if (current && !current.hasEnded) return current.join(work);
    if (this.#isClosed) return Promise.reject(new DatabaseClosedError(this.#options.file));
    return new Promise<T>((resolve, reject) => {
      this.#queue.push(this.#waiting(work, resolve, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Lets everything that waits through, then refuses. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#draining;
  }

  #waiting<T>(
    work: (tx: WriteTransaction) => Promise<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): Waiting {
    // The gate works through its queue in the context of whoever came first; each work must see its own caller's.
    const inCallersContext = AsyncLocalStorage.snapshot();
    const perform = async (transaction: WriterTransaction, isInCompany: boolean): Promise<Outcome> => {
      const unit = new UnitOfWork(transaction, this.#context);
      const attempt = (): Promise<T> => inCallersContext(() => this.#timed(unit.perform(work)));
      try {
        const value = await (isInCompany ? transaction.asUnit(attempt) : attempt());
        const settle = (): void => {
          inCallersContext(() => unit.callbacks.forEach((callback) => this.#call(callback)));
          resolve(value);
        };
        return { isDone: true, settle, reject };
      } catch (error) {
        const settle = (): void => reject(error);
        return { isDone: false, settle, reject: settle };
      }
    };
    return { perform, reject };
  }

  async #drain(): Promise<void> {
    // One turn later, so that calls made in the same tick share a commit.
    await Promise.resolve();
    while (this.#queue.length > 0) await this.#commitBatch();
    this.#draining = undefined;
  }

  async #commitBatch(): Promise<void> {
    const transaction = new WriterTransaction(this.#options.connection, this.#options.observe);
    const outcomes: Outcome[] = [];
    try {
      await this.#begin(transaction);
      await this.#performBatch(transaction, outcomes);
      outcomes.forEach((outcome) => outcome.settle());
    } catch (error) {
      await transaction.rollback();
      outcomes.forEach((outcome) => outcome.reject(new TransactionLostError(error)));
    }
  }

  async #performBatch(transaction: WriterTransaction, outcomes: Outcome[]): Promise<void> {
    const { mostUnits, longestMs } = this.#options.batch;
    const endsAt = performance.now() + longestMs;
    // Most commits hold one unit, and it needs no savepoint: if it fails, the whole transaction is its own.
    const isFirstDone = await this.#performNext(transaction, outcomes);
    if (!isFirstDone) return transaction.rollback();
    const hasRoom = (): boolean => outcomes.length < mostUnits && performance.now() < endsAt;
    while (this.#queue.length > 0 && hasRoom() && !transaction.isLost) await this.#performNext(transaction, outcomes);
    await transaction.commit();
  }

  async #performNext(transaction: WriterTransaction, outcomes: Outcome[]): Promise<boolean> {
    const outcome = await this.#queue.shift()?.perform(transaction, outcomes.length > 0);
    if (outcome) outcomes.push(outcome);
    return outcome?.isDone ?? false;
  }

  /** Another process (cli-auth) may be writing: waiting for it is the gate's business, not the callers'. */
  async #begin(transaction: WriterTransaction): Promise<void> {
    for (;;) {
      try {
        await transaction.begin();
        return;
      } catch (error) {
        if (!isBusy(error) || this.#isClosed) this.#refuse(error);
        this.#options.logger.warn({ file: this.#options.file }, 'another process is writing to the database; waiting');
      }
    }
  }

  /** Without a transaction the first in line has failed; when closing, there will be no better moment for the others. */
  #refuse(error: unknown): never {
    const refused = this.#isClosed ? this.#queue.splice(0) : this.#queue.splice(0, 1);
    refused.forEach((waiting) => waiting.reject(error));
    throw error;
  }

  /** A unit that waits for the network holds up every other write; the log should say so before a user does. */
  async #timed<T>(work: Promise<T>): Promise<T> {
    const warn = (): void => this.#options.logger.warn({ file: this.#options.file }, 'a write holds the gate for long');
    const timer = setTimeout(warn, SLOW_UNIT_MS);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  #call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#options.logger.error({ err: error, file: this.#options.file }, 'a callback after a commit failed');
    }
  }
}

const isBusy = (error: unknown): boolean => error instanceof StatementFailedError && error.code === 'SQLITE_BUSY';
