import { AsyncLocalStorage } from 'node:async_hooks';
import { type OpenConnection } from '../connection/open-connection.js';
import { DatabaseClosedError, StatementFailedError, WriteOutsideGateError } from '../persistence.errors.js';
import { type Reader, type SqlParams, type StatementObserver } from '../sql.js';
import { Snapshot } from './snapshot.js';

/**
 * Query-only connections beside the writer. In WAL mode they never wait for it and see only what was committed
 * (https://www.sqlite.org/wal.html#concurrency).
 */
export class ReaderPool implements Reader {
  readonly #file: string;
  readonly #connections: readonly OpenConnection[];
  readonly #observe: StatementObserver;
  readonly #idle: OpenConnection[];
  readonly #waiting: ((connection: OpenConnection) => void)[] = [];
  readonly #context = new AsyncLocalStorage<Snapshot>();
  #isClosed = false;

  constructor(file: string, connections: readonly OpenConnection[], observe: StatementObserver) {
    this.#file = file;
    this.#connections = connections;
    this.#observe = observe;
    this.#idle = [...connections];
  }

  /** The snapshot the caller is in; reads join it, as waiting for another connection from inside one could deadlock. */
  get current(): Snapshot | undefined {
    const snapshot = this.#context.getStore();
    return snapshot?.hasEnded ? undefined : snapshot;
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    const snapshot = this.current;
    if (snapshot) return snapshot.all<Row>(sql, params);
    return this.#lend((reader) => this.#read<Row>(reader, sql, params));
  }

  async get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return (await this.all<Row>(sql, params))[0];
  }

  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const outer = this.current;
    if (outer) return work(outer);
    return this.#lend(async (reader) => {
      const snapshot = new Snapshot((sql, params) => this.#read(reader, sql, params));
      return snapshot.perform(() => this.#context.run(snapshot, () => work(snapshot)));
    });
  }

  /** Waits for the reads under way, then closes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#connections.map(() => this.#take().then((reader) => reader.close())));
  }

  async #lend<T>(use: (reader: OpenConnection) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new DatabaseClosedError(this.#file);
    const reader = await this.#take();
    try {
      return await use(reader);
    } finally {
      this.#giveBack(reader);
    }
  }

  async #take(): Promise<OpenConnection> {
    return this.#idle.pop() ?? (await new Promise<OpenConnection>((resolve) => this.#waiting.push(resolve)));
  }

  #giveBack(reader: OpenConnection): void {
    const next = this.#waiting.shift();
    if (next) next(reader);
    else this.#idle.push(reader);
  }

  async #read<Row>(reader: OpenConnection, sql: string, params?: SqlParams): Promise<Row[]> {
    const startedAt = performance.now();
    try {
      return await reader.connection.all<Row>(sql, params);
    } catch (error) {
      if (isReadOnly(error)) throw new WriteOutsideGateError(`A reader was asked to write: ${error.sql}`);
      throw error;
    } finally {
      this.#observe('read', (performance.now() - startedAt) / 1000);
    }
  }
}

const isReadOnly = (error: unknown): error is StatementFailedError =>
  error instanceof StatementFailedError && error.code === 'SQLITE_READONLY';
