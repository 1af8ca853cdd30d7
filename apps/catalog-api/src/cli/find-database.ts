import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { RefusalError } from './refusal.error.js';
import { type Place } from './words/given.js';

export interface WhereToLook extends Place {
  readonly workingFolder: string;
  /** Where the container image keeps it. */
  readonly containerFolder?: string;
}

const FILE = 'user.db';
const CONTAINER_FOLDER = '/data/db';

/**
 * The path of user.db: the file named, the folder named, the folder of the configuration, the one of the container, or
 * the working folder and the one above. Only a named one may be missing: it is created.
 */
export async function findUserDatabase(look: WhereToLook): Promise<string> {
  const { file, dbDir, config, workingFolder } = look;
  if (file !== undefined) return resolve(workingFolder, file);
  if (dbDir !== undefined) return join(resolve(workingFolder, dbDir), FILE);
  if (config !== undefined) {
    const { databaseFolder } = await import('./configured-folder.js');
    return join(resolve(workingFolder, databaseFolder(resolve(workingFolder, config))), FILE);
  }
  return nearBy(workingFolder, look.containerFolder ?? CONTAINER_FOLDER);
}

function nearBy(workingFolder: string, containerFolder: string): string {
  const found = [containerFolder, workingFolder, dirname(workingFolder)]
    .map((folder) => join(folder, FILE))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new RefusalError(
    'NO_DATABASE',
    `no ${FILE} here, above or in ${containerFolder}; name it: cli-auth --db-dir DIR, --config PATH or the file itself`,
  );
}
