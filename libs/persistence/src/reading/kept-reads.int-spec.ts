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
  const kept = new KeptReads<{ text: string }>(database, 2);
  return { database, add, rename, read, find: (id: string) => kept.find(id, () => read(id)) };
};

describe('kept reads', () => {
  it('read a row once as long as nothing is committed', async () => {
    const { find, read } = await setup();
    await find('1');
    expect(await find('1')).toEqual({ text: 'one' });
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('answer what was committed last, also when that happens during a read', async () => {
    const { find, rename, database } = await setup();
    const reading = find('1');
    await rename('other');
    await reading;
    expect(await find('1')).toEqual({ text: 'other' });
    await database.write((tx) => tx.run('DELETE FROM note'));
    expect(await find('1')).toBeUndefined();
  });

  it('do not keep what a slow read saw before a commit that somebody else has noticed', async () => {
    const { database, add } = await setup();
    const slow = Promise.withResolvers<string>();
    const answers = [slow.promise, Promise.resolve('new')];
    const kept = new KeptReads<string>(database);
    const find = () => kept.find('1', () => answers.shift() ?? Promise.resolve('newest'));
    const reading = find();
    await add('two');
    expect(await find()).toBe('new');
    slow.resolve('old');
    await reading;
    expect(await find()).toBe('new');
  });

  it('keep a limited number, and let go of what they read first', async () => {
    const { find, add, read } = await setup();
    await add('two');
    await add('three');
    for (const id of ['1', '2', '3', '3', '2', '1']) await find(id);
    expect(read.mock.calls.flat()).toEqual(['1', '2', '3', '1']);
  });

  it('read again what was not there', async () => {
    const { find, read } = await setup();
    await find('7');
    await find('7');
    expect(read).toHaveBeenCalledTimes(2);
  });
});
