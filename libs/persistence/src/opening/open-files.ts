import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger } from '@pezzottify/observability';
import { closeOrmRoute } from '../connection/close-orm-route.js';
import { type OpenConnection, openReader, openWriter } from '../connection/open-connection.js';
import { CommitWatch } from '../reading/commit-watch.js';
import { OwnershipLock } from '../ownership/ownership-lock.js';
import { DatabaseHeldError, DatabaseInaccessibleError } from '../persistence.errors.js';
import { type DatabaseSpec } from './database-spec.js';
import { inspect } from './inspect.js';
import { bringUpToDate } from './migrate.js';

export interface OpenFilesOptions {
  directory: string;
  owner: string;
  logger: Logger;
  readers: number;
  exclusive: boolean;
}

export interface OpenFiles {
  file: string;
  writer: OpenConnection;
  readers: OpenConnection[];
  commits: CommitWatch;
  lock: OwnershipLock | undefined;
}

/** Owns, inspects, migrates and opens the file, in this order; whatever fails leaves nothing open and nothing locked. */
export const openFiles = async (spec: DatabaseSpec, options: OpenFilesOptions): Promise<OpenFiles> => {
  const file = await resolveFile(spec, options.directory);
  if (!options.exclusive) {
    await prepareAsGuest(file, spec, options);
    return { file, lock: undefined, ...(await connect(file, options.readers)) };
  }
  const lock = await OwnershipLock.acquire(file, options.owner);
  try {
    await bringUpToDate(file, spec, options.logger);
    return { file, lock, ...(await connect(file, options.readers)) };
  } catch (error) {
    await lock.release();
    throw error;
  }
};

const resolveFile = async (spec: DatabaseSpec, directory: string): Promise<string> => {
  const named = join(directory, spec.fileName);
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    // Two names of one file must lead to one lock.
    const file = await realpath(named).catch(async () => join(await realpath(directory), spec.fileName));
    await assertWritable(file);
    return file;
  } catch (error) {
    throw new DatabaseInaccessibleError(named, (error as Error).message, { cause: error });
  }
};

const assertWritable = async (file: string): Promise<void> => {
  try {
    await access(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

/** Who only writes beside an owner migrates where there is none, as its owner for that moment. */
const prepareAsGuest = async (file: string, spec: DatabaseSpec, options: OpenFilesOptions): Promise<void> => {
  const { pending } = await inspect(file, spec);
  if (pending.length === 0) return;
  const lock = await OwnershipLock.acquire(file, options.owner).catch((error: unknown) => {
    if (!(error instanceof DatabaseHeldError)) throw error;
    throw new DatabaseHeldError(file, error.holder, 'It is not of this version yet: use the version that runs there.');
  });
  try {
    await bringUpToDate(file, spec, options.logger);
  } finally {
    await lock.release();
  }
};

const connect = async (file: string, count: number): Promise<Omit<OpenFiles, 'file' | 'lock'>> => {
  const writer = await openWriter(file);
  closeOrmRoute(writer.dataSource);
  const readers: OpenConnection[] = [];
  try {
    while (readers.length < count) readers.push(await openReader(file));
    // The first to read a database creates the index of its write-ahead log.
    await writer.connection.all('PRAGMA schema_version');
    return { writer, readers, commits: new CommitWatch(file) };
  } catch (error) {
    for (const connection of [...readers, writer]) await connection.close();
    throw error;
  }
};
