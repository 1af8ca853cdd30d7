import { type Reader, type SqlParams } from '../sql.js';

type Read = <Row>(sql: string, params?: SqlParams) => Promise<Row[]>;

/** Several reads inside one read transaction: all see the state of the first. */
export class Snapshot implements Reader {
  readonly #read: Read;
  #hasEnded = false;

  constructor(read: Read) {
    this.#read = read;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    if (this.#hasEnded) return Promise.reject(new Error('A snapshot was read after it had ended'));
    return this.#read<Row>(sql, params);
  }

  async get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return (await this.all<Row>(sql, params))[0];
  }

  async perform<T>(work: () => Promise<T>): Promise<T> {
    await this.#read('BEGIN');
    try {
      return await work();
    } finally {
      this.#hasEnded = true;
      await this.#read('ROLLBACK');
    }
  }
}
