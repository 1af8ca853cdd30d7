import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { RefusalError } from './refusal.error.js';

/** A file may be missing, its folder may not: a mistyped path would make a new, empty database somewhere else. */
export function assertUsable(file: string): void {
  if (isFolder(file)) throw new RefusalError('NO_DATABASE', `${file} is a folder; name it by --db-dir`);
  const folder = dirname(file);
  if (isFolder(folder) === true) return;
  throw new RefusalError('NO_DATABASE', `the folder ${folder} does not exist; create it, or name another one`);
}

const isFolder = (path: string): boolean | undefined => statSync(path, { throwIfNoEntry: false })?.isDirectory();
