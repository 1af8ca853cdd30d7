import { type Dirent } from 'node:fs';
import { opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PART_PREFIX } from './incoming-file.js';

const DAY_MS = 24 * 3600 * 1000;
const FOLDERS = ['audio', 'images'];

/**
 * Removes temporary files that nobody has written to for a day, left by processes that were killed; younger ones may
 * belong to a running worker. Gives their number. Links are not followed.
 */
export async function removeLeftovers(mediaRoot: string, nowMillis: number, signal: AbortSignal): Promise<number> {
  let removed = 0;
  for (const folder of FOLDERS) {
    for await (const path of partFilesBelow(join(mediaRoot, folder), signal)) {
      if (await removeIfOld(path, nowMillis)) removed += 1;
    }
  }
  return removed;
}

async function* partFilesBelow(folder: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
  for await (const entry of entriesOf(folder)) {
    if (signal.aborted) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* partFilesBelow(path, signal);
    else if (entry.isFile() && entry.name.startsWith(PART_PREFIX)) yield path;
  }
}

async function* entriesOf(folder: string): AsyncGenerator<Dirent, void, undefined> {
  // A folder that is not there, or goes away meanwhile, has no leftovers.
  const directory = await opendir(folder, { bufferSize: 1024 }).catch(() => null);
  if (directory !== null) yield* directory;
}

async function removeIfOld(path: string, nowMillis: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null || nowMillis - found.mtimeMs <= DAY_MS) return false;
  return rm(path).then(
    () => true,
    () => false,
  );
}
