import sqlite3, { type Database as Handle } from 'sqlite3';
import { type SqlParams } from '../sql.js';

const FLAGS = {
  create: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
  readOnly: sqlite3.OPEN_READONLY | sqlite3.OPEN_URI,
};

/** A connection for what happens around a database before it is opened for work: locking and looking. */
export class RawDatabase {
  readonly #handle: Handle;

  private constructor(handle: Handle) {
    this.#handle = handle;
  }

  static open(file: string, mode: keyof typeof FLAGS, busyTimeoutMs: number): Promise<RawDatabase> {
    return new Promise((resolve, reject) => {
      const handle = new sqlite3.Database(file, FLAGS[mode], (error) => {
        if (error) reject(error);
        else resolve(new RawDatabase(handle));
      });
      handle.configure('busyTimeout', busyTimeoutMs);
    });
  }

  all<Row>(sql: string, params: SqlParams = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.#handle.all<Row>(sql, params, (error, rows) => {
        if (error) reject(error);
        else resolve(rows);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#handle.close((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
