import { constants, type Stats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError } from './api.errors.js';

export interface OpenedFile {
  handle: FileHandle;
  stats: Stats;
}

/** Never waits for the other end of a pipe, and never follows a link in the last part of the path. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const gone = (): ApiError => new ApiError('NOT_FOUND', 'The file has left the library since it was indexed');

/** The folders above may have become links since the scan: what was opened must be what the plain path leads to. */
async function assertInPlace({ stats }: OpenedFile, file: string): Promise<void> {
  const real = await realpath(file);
  const now = await stat(real);
  if (real !== file || !stats.isFile() || now.ino !== stats.ino || now.dev !== stats.dev) throw gone();
}

async function checked(handle: FileHandle, file: string): Promise<OpenedFile> {
  try {
    const opened = { handle, stats: await handle.stat() };
    await assertInPlace(opened, file);
    return opened;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'EISDIR']);

/**
 * Opens a file found by the scan. `root` is the real path of the library. A file that is no longer there, or no longer
 * reached without a link, is NOT_FOUND.
 */
export async function openLibraryFile(root: string, path: string): Promise<OpenedFile> {
  const file = join(root, path);
  try {
    return await checked(await open(file, FLAGS), file);
  } catch (error) {
    throw MISSING.has((error as NodeJS.ErrnoException).code ?? '') ? gone() : error;
  }
}
