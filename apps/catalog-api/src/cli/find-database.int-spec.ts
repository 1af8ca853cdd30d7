import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { findUserDatabase } from './find-database.js';
import { RefusalError } from './refusal.error.js';
import { type Place } from './words/given.js';

describe('the database', () => {
  let root: string;
  beforeEach(async () => {
    root = await temporaryDirectory();
  });
  const find = (place: Place, workingFolder = root) =>
    findUserDatabase({ ...place, workingFolder, containerFolder: join(root, 'container') });
  const touch = async (...path: string[]) => {
    await mkdir(join(root, ...path.slice(0, -1)), { recursive: true });
    await writeFile(join(root, ...path), '');
  };

  it('is the file named, else that of the folder named, else that of the configuration', async () => {
    const config = join(root, 'config.toml');
    await writeFile(config, '\uFEFFdb_dir = "data"\nnonsense = 3\n');
    await touch('user.db');
    expect(await find({ file: 'my.db', dbDir: 'db', config })).toBe(join(root, 'my.db'));
    expect(await find({ dbDir: 'db', config })).toBe(join(root, 'db', 'user.db'));
    expect(await find({ config: 'config.toml' })).toBe(join(root, 'data', 'user.db'));
  });

  it('is seen from the working folder, as services see db_dir', async () => {
    const config = join(root, 'config.toml');
    await writeFile(config, 'db_dir = "data"');
    expect(await find({ config }, join(root, 'below'))).toBe(join(root, 'below', 'data', 'user.db'));
  });

  it('is, when none is named, that of the container, else the one here, else the one above', async () => {
    await mkdir(join(root, 'here'));
    const here = join(root, 'here');
    await expect(find({}, here)).rejects.toMatchObject({ code: 'NO_DATABASE' });
    await touch('user.db');
    expect(await find({}, here)).toBe(join(root, 'user.db'));
    await touch('here', 'user.db');
    expect(await find({}, here)).toBe(join(here, 'user.db'));
    await touch('container', 'user.db');
    expect(await find({}, here)).toBe(join(root, 'container', 'user.db'));
  });

  it('is refused when the configuration does not name its folder', async () => {
    const config = join(root, 'config.toml');
    await expect(find({ config })).rejects.toThrow(RefusalError);
    await writeFile(config, 'port = 3001\n');
    await expect(find({ config })).rejects.toThrow('db_dir is missing');
    await writeFile(config, 'db_dir = = 3\n');
    await expect(find({ config })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('row 1'),
    });
  });
});
