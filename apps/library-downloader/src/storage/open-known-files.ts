import { rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Logger } from '@pezzottify/observability';
import { Database, DatabaseCorruptError, DatabaseInaccessibleError } from '@pezzottify/persistence';
import { type KnownFiles } from '../scan/known-files.port.js';
import { MemoryKnownFiles } from '../scan/memory-known-files.adapter.js';
import { indexDatabase } from './index-database.js';
import { SqliteKnownFiles } from './sqlite-known-files.adapter.js';

export interface IndexPlace {
  indexFile: string;
  libraryRoot: string;
  logger: Logger;
}

const open = ({ indexFile, logger }: IndexPlace): Promise<Database> =>
  Database.open(indexDatabase(basename(indexFile)), {
    directory: dirname(indexFile),
    owner: 'library-downloader',
    logger,
    readers: 1,
  });

/** Moved, not deleted: whoever pointed `--index` at a file of theirs by mistake still has it. */
async function openAnew(place: IndexPlace): Promise<Database> {
  const { indexFile, logger } = place;
  logger.warn({ index: indexFile }, 'The index is damaged; it is put aside and made again');
  await rename(indexFile, `${indexFile}.damaged`);
  for (const companion of ['-wal', '-shm']) await rm(`${indexFile}${companion}`, { force: true });
  return open(place);
}

/**
 * The index, in memory where its file cannot be written. Throws DatabaseHeldError, DatabaseForeignError and
 * DatabaseNewerError: those files belong to somebody else.
 */
export async function openKnownFiles(place: IndexPlace): Promise<KnownFiles> {
  try {
    const database = await open(place).catch((error: unknown) => {
      if (error instanceof DatabaseCorruptError) return openAnew(place);
      throw error;
    });
    return await SqliteKnownFiles.of(database, place.libraryRoot);
  } catch (error) {
    if (!(error instanceof DatabaseInaccessibleError)) throw error;
    place.logger.warn({ err: error }, 'The index cannot be kept; every start will read the whole library');
    return new MemoryKnownFiles();
  }
}
