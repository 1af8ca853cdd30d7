import { constants, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Database, type DatabaseSpec, type OpenOptions } from '@pezzottify/persistence';
import { afterTestFile } from '../after-test-file.js';
import { silentLogger } from '../silent-logger.js';
import { temporaryDirectory } from '../temporary-directory.js';

const templates = new Map<DatabaseSpec, Promise<string>>();

/**
 * A migrated database of its own for each call, copied from a template that is migrated once per test file; closed after
 * the file. With `directory` it is opened there, where the copy is made only if the file is missing.
 */
export const openDatabase = async (spec: DatabaseSpec, options: Partial<OpenOptions> = {}): Promise<Database> => {
  const directory = options.directory ?? (await temporaryDirectory());
  await copyTemplate(spec, directory);
  const database = await Database.open(spec, { owner: 'test', logger: silentLogger(), ...options, directory });
  afterTestFile(() => database.close());
  return database;
};

const copyTemplate = async (spec: DatabaseSpec, directory: string): Promise<void> => {
  const template = templates.get(spec) ?? migratedFile(spec);
  templates.set(spec, template);
  try {
    await copyFile(
      await template,
      join(directory, spec.fileName),
      constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};

/** The path of a freshly migrated, closed file. */
export const migratedFile = async (spec: DatabaseSpec): Promise<string> => {
  const database = await Database.open(spec, {
    directory: await temporaryDirectory(),
    owner: 'template',
    logger: silentLogger(),
    readers: 1,
  });
  await database.close();
  return database.file;
};
