import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { databaseFolder } from './configured-folder.js';
import { RefusalError } from './refusal.error.js';

export interface WhereToLook {
  readonly file?: string | undefined;
  readonly dbDir?: string | undefined;
  readonly config?: string | undefined;
  readonly workingFolder: string;
}

const FILE = 'user.db';
const CONTAINER_FOLDER = '/data/db';

/**
 * The path of user.db: the file named, the folder named, the folder of the configuration, the one of the container, or
 * the working folder and the one above. Only a named one may be missing: it is created.
 */
export function findUserDatabase({ file, dbDir, config, workingFolder }: WhereToLook): string {
  if (file !== undefined) return resolve(workingFolder, file);
  if (dbDir !== undefined) return join(resolve(workingFolder, dbDir), FILE);
  if (config !== undefined) return join(databaseFolder(resolve(workingFolder, config)), FILE);
  const found = [CONTAINER_FOLDER, workingFolder, dirname(workingFolder)]
    .map((folder) => join(folder, FILE))
    .find(existsSync);
  if (found !== undefined) return found;
  throw new RefusalError(
    `no ${FILE} here, above or in ${CONTAINER_FOLDER}; name it: cli-auth --db-dir DIR, --config FILE or the file itself`,
  );
}
