import { closeSync, openSync, readSync } from 'node:fs';

/** Both copies of the header; each is 48 bytes. */
const HEADER_BYTES = 96;

/**
 * Notices the commits of every process without a statement. SQLite writes a new header to the index of the write-ahead
 * log with each commit: a counter, the last frame and its checksum (https://www.sqlite.org/walformat.html#the_wal_index_header).
 * A header caught while it is being written is just another one; what is seen after it differs again.
 */
export class CommitWatch {
  readonly #descriptor: number;
  readonly #now = Buffer.alloc(HEADER_BYTES);
  readonly #seen = Buffer.alloc(HEADER_BYTES);
  #version = 0;

  /**
   * `file` is a database in WAL mode that somebody in this process has read already: only then the index is there. Must
   * stay open as long as any connection: closing a file drops the locks of the whole process on it, and SQLite's
   * are on this one.
   */
  constructor(file: string) {
    this.#descriptor = openSync(`${file}-shm`, 'r');
  }

  /** Another number after each commit. What was read since a number was given out is valid as long as that is given out. */
  version(): number {
    readSync(this.#descriptor, this.#now, 0, HEADER_BYTES, 0);
    if (!this.#now.equals(this.#seen)) {
      this.#now.copy(this.#seen);
      this.#version += 1;
    }
    return this.#version;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
