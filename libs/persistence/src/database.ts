import { type Logger } from '@pezzottify/observability';
import { type DatabaseSpec } from './opening/database-spec.js';
import { openFiles, type OpenFiles } from './opening/open-files.js';
import { WriteOutsideGateError } from './persistence.errors.js';
import { ReaderPool } from './reading/reader-pool.js';
import { type Reader, type StatementObserver, type WriteTransaction } from './sql.js';
import { type BatchLimits, DEFAULT_BATCH, WriteGate } from './writing/write-gate.js';

export interface OpenOptions {
  /** Created when missing. */
  directory: string;
  /** The service, named to whoever finds the file held. */
  owner: string;
  logger: Logger;
  /** Connections for reading; each takes one statement at a time. */
  readers?: number;
  /** False for a process that only makes short writes beside the owner. */
  exclusive?: boolean;
  onStatement?: StatementObserver;
  /** How much may share one commit when many write at once. */
  batch?: BatchLimits;
}

const DEFAULT_READERS = 3;

/** One SQLite file: every write through one gate, every read beside it. */
export class Database {
  /** Sees what is committed, also from inside a unit of work; its own uncommitted changes are in the transaction. */
  readonly reads: Reader;
  readonly #files: OpenFiles;
  readonly #gate: WriteGate;
  readonly #readers: ReaderPool;
  #closing: Promise<void> | undefined;

  private constructor(files: OpenFiles, gate: WriteGate, readers: ReaderPool) {
    this.#files = files;
    this.#gate = gate;
    this.#readers = readers;
    this.reads = readers;
  }

  /**
   * Opens, creates or migrates the file. Throws DatabaseHeldError, DatabaseNewerError, DatabaseForeignError,
   * DatabaseCorruptError (in each case nothing was changed) or DatabaseMigrationFailedError.
   */
  static async open(spec: DatabaseSpec, options: OpenOptions): Promise<Database> {
    const { readers = DEFAULT_READERS, exclusive = true, batch = DEFAULT_BATCH } = options;
    const logger = options.logger.child({ database: spec.name });
    const files = await openFiles(spec, { ...options, logger, readers, exclusive });
    const observe = harmless(options.onStatement, logger);
    const gate = new WriteGate({ file: files.file, connection: files.writer.connection, logger, observe, batch });
    return new Database(files, gate, new ReaderPool(files.file, files.readers, observe));
  }

  /** Absolute path of the file. */
  get file(): string {
    return this.#files.file;
  }

  /**
   * Another number after each commit, also of another process, for a few microseconds: what was read after it was given
   * out is still what the file holds, as long as the same is given out.
   */
  dataVersion(): number {
    return this.#files.commits.version();
  }

  /**
   * Runs `work` as one unit, in the order of the calls, and resolves once it is on disk; rejects with what `work` threw,
   * with nothing of it stored. A call from inside another unit becomes part of that: it commits with it, and if it fails
   * only its own changes are undone. Keep units short: all other writes wait.
   */
  write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    // A unit may wait for a reader, so that a snapshot, which holds one, must not wait for a unit.
    if (this.#readers.current) return Promise.reject(new WriteOutsideGateError('write() was called inside snapshot()'));
    return this.#gate.write(work);
  }

  /** Several reads that see one state, that of the first. */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#readers.snapshot(work);
  }

  /** Finishes what was begun, refuses what comes later, and gives up the ownership. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#gate.close();
    await this.#readers.close();
    // Last, so that SQLite folds the write-ahead log into the file.
    await this.#files.writer.close();
    this.#files.commits.close();
    await this.#files.lock?.release();
  }
}

/** A listener that throws must not fail the statement it was told about. */
const harmless =
  (observer: StatementObserver | undefined, logger: Logger): StatementObserver =>
  (operation, seconds) => {
    try {
      observer?.(operation, seconds);
    } catch (error) {
      logger.error({ err: error }, 'a statement observer failed');
    }
  };
