import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '@pezzottify/testing';
import { openWriter } from '../connection/open-connection.js';
import { notes } from '../database.fixture.js';

const INSERT = 'INSERT INTO note (text) VALUES (?)';

const setup = async () => {
  const database = await openDatabase(notes);
  const own = (text: string) => database.write((tx) => tx.run(INSERT, [text]));
  const { connection: stranger, close } = await openWriter(database.file);
  return { database, own, stranger, close };
};

describe('the data version', () => {
  it('stays as long as nobody commits, however much is read and begun', async () => {
    const { database, own, stranger, close } = await setup();
    await own('one');
    const before = database.dataVersion();
    await database.snapshot((reader) => reader.all('SELECT text FROM note'));
    await stranger.run('BEGIN IMMEDIATE');
    await stranger.run(INSERT, ['two']);
    await stranger.run('ROLLBACK');
    expect(database.dataVersion()).toBe(before);
    await close();
  });

  it('is another after each commit, also of a stranger, as soon as it can be read', async () => {
    const { database, own, stranger, close } = await setup();
    const versions = new Set([database.dataVersion()]);
    for (let number = 0; number < 50; number += 1) {
      await (number % 2 === 0 ? own(`${number}`) : stranger.run(INSERT, [`${number}`]));
      versions.add(database.dataVersion());
    }
    expect(versions.size).toBe(51);
    await close();
  });

  it('never comes back, also when the log begins anew after a checkpoint', async () => {
    const { database, own, stranger, close } = await setup();
    const versions = new Set<number>();
    for (const text of ['one', 'two', 'three']) {
      await own(text);
      versions.add(database.dataVersion());
      await stranger.all('PRAGMA wal_checkpoint(TRUNCATE)');
    }
    expect(versions.size).toBe(3);
    await close();
  });
});
