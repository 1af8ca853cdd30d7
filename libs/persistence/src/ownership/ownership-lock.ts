import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { RawDatabase } from '../connection/raw-database.js';
import { DatabaseHeldError, type Holder } from '../persistence.errors.js';

/** A predecessor that is just closing should not make its successor fail. */
const PATIENCE_MS = 1000;

/**
 * Ownership of a database file: a transaction held open on an empty SQLite file beside it. The kernel drops the lock
 * when the process ends, however it ends, so that nothing stale has to be recognised after a kill -9.
 *
 * The holder's name is in another file on purpose: a process that closes any handle on a locked file loses its POSIX
 * locks on it. The lock file stays after a release, for a waiting process may hold the removed one.
 */
export class OwnershipLock {
  readonly #lock: RawDatabase;
  readonly #holderFile: string;

  private constructor(lock: RawDatabase, holderFile: string) {
    this.#lock = lock;
    this.#holderFile = holderFile;
  }

  /** Throws DatabaseHeldError when another process, or this one already, owns `file`. */
  static async acquire(file: string, service: string): Promise<OwnershipLock> {
    const lock = await RawDatabase.open(`${file}.lock`, 'create', PATIENCE_MS);
    try {
      await lock.all('BEGIN EXCLUSIVE');
    } catch (error) {
      await lock.close();
      throw isBusy(error) ? new DatabaseHeldError(file, await readHolder(file)) : error;
    }
    await writeHolder(file, service);
    return new OwnershipLock(lock, holderFileOf(file));
  }

  async release(): Promise<void> {
    await rm(this.#holderFile, { force: true });
    await this.#lock.close();
  }
}

export const readHolder = async (file: string): Promise<Holder | null> => {
  try {
    return JSON.parse(await readFile(holderFileOf(file), 'utf8')) as Holder;
  } catch {
    return null;
  }
};

const holderFileOf = (file: string): string => `${file}.holder`;

/** By rename, so that who reads it never sees half a line. */
const writeHolder = async (file: string, service: string): Promise<void> => {
  const holder: Holder = { pid: process.pid, service, host: hostname(), since: new Date().toISOString() };
  const draft = `${holderFileOf(file)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(holder)}\n`);
  await rename(draft, holderFileOf(file));
};

const isBusy = (error: unknown): boolean => (error as { code?: string }).code === 'SQLITE_BUSY';
