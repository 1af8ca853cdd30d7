import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type DatabaseSpec, ForwardMigration } from '@pezzottify/persistence';
import { openDatabase } from './open-database.js';
import { temporaryDirectory } from '../temporary-directory.js';

let migrated = 0;

class CreateThing1700000000000 extends ForwardMigration {
  protected readonly statements = ['CREATE TABLE thing (name TEXT NOT NULL)'];

  override up(...args: Parameters<ForwardMigration['up']>): Promise<void> {
    migrated += 1;
    return super.up(...args);
  }
}

const things: DatabaseSpec = {
  name: 'things',
  fileName: 'things.db',
  entities: [],
  migrations: [CreateThing1700000000000],
};

describe('openDatabase', () => {
  it('gives every caller an empty database of its own, from one migration', async () => {
    const databases = await Promise.all([openDatabase(things), openDatabase(things), openDatabase(things)]);
    await databases[0].write((tx) => tx.run("INSERT INTO thing VALUES ('mine')"));
    const counts = databases.map((database) => database.reads.get('SELECT COUNT(*) AS count FROM thing'));
    expect(await Promise.all(counts)).toEqual([{ count: 1 }, { count: 0 }, { count: 0 }]);
    expect(migrated).toBe(1);
  });

  it('opens what is in a directory it is given', async () => {
    const directory = await temporaryDirectory();
    const first = await openDatabase(things, { directory });
    await first.write((tx) => tx.run("INSERT INTO thing VALUES ('kept')"));
    await first.close();
    const second = await openDatabase(things, { directory });
    expect(await second.reads.all('SELECT name FROM thing')).toEqual([{ name: 'kept' }]);
    expect(dirname(second.file)).toBe(directory);
  });
});

describe('temporaryDirectory', () => {
  it('is a new directory each time', async () => {
    const [one, other] = [await temporaryDirectory(), await temporaryDirectory()];
    expect(one).not.toBe(other);
    expect((await stat(one)).isDirectory()).toBe(true);
  });
});
