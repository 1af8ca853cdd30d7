import { describe, expect, it, jest } from '@jest/globals';
import { openDatabase } from '@pezzottify/testing';
import { notes } from '../database.fixture.js';
import { KeptReads } from './kept-reads.js';

const setup = async () => {
  const database = await openDatabase(notes);
  const add = (text: string) => database.write((tx) => tx.run('INSERT INTO note (text) VALUES (?)', [text]));
  const rename = (text: string) => database.write((tx) => tx.run('UPDATE note SET text = ?', [text]));
  const read = jest.fn((id: string) =>
    database.reads.get<{ text: string }>('SELECT text FROM note WHERE id = ?', [id]),
  );
  await add('one');
  return { database, add, rename, read, kept: new KeptReads(database, read) };
};

describe('kept reads', () => {
  it('read a row once as long as nothing is committed', async () => {
    const { kept, read } = await setup();
    await kept.find('1');
    expect(await kept.find('1')).toEqual({ text: 'one' });
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('answer what was committed last, also when that happens during a read', async () => {
    const { kept, rename, database } = await setup();
    const reading = kept.find('1');
    await rename('other');
    await reading;
    expect(await kept.find('1')).toEqual({ text: 'other' });
    await database.write((tx) => tx.run('DELETE FROM note'));
    expect(await kept.find('1')).toBeUndefined();
  });

  it('do not keep what a slow read saw before a commit that somebody else has noticed', async () => {
    const { database, add } = await setup();
    const slow = Promise.withResolvers<string>();
    const answers = [slow.promise, Promise.resolve('new')];
    const kept = new KeptReads(database, () => answers.shift() ?? Promise.resolve('newest'));
    const reading = kept.find('1');
    await add('two');
    expect(await kept.find('1')).toBe('new');
    slow.resolve('old');
    await reading;
    expect(await kept.find('1')).toBe('new');
  });

  it('read again what was not there', async () => {
    const { kept, read } = await setup();
    await kept.find('7');
    await kept.find('7');
    expect(read).toHaveBeenCalledTimes(2);
  });
});
