import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '@pezzottify/testing';
import { notes } from '../database.fixture.js';
import { type OpenOptions } from '../database.js';
import { DatabaseClosedError, WriteOutsideGateError } from '../persistence.errors.js';

const setup = async (options: Partial<OpenOptions> = {}) => {
  const database = await openDatabase(notes, options);
  const add = (text: string) => database.write((tx) => tx.run('INSERT INTO note (text) VALUES (?)', [text]));
  return { database, add };
};
const COUNT = 'SELECT COUNT(*) AS count FROM note';

describe('readers', () => {
  it('do not wait for a unit of work that is under way', async () => {
    const { database } = await setup();
    const gate = Promise.withResolvers<undefined>();
    const writing = database.write(async (tx) => {
      await tx.run("INSERT INTO note (text) VALUES ('held back')");
      await gate.promise;
    });
    expect(await database.reads.get(COUNT)).toEqual({ count: 0 });
    gate.resolve(undefined);
    await writing;
    expect(await database.reads.get(COUNT)).toEqual({ count: 1 });
  });

  it.each([
    "INSERT INTO note (text) VALUES ('x')",
    "\nUPDATE note SET text = 'x'",
    'CREATE TABLE other (id INTEGER)',
    'PRAGMA user_version = 7',
  ])('cannot write: %s', async (sql) => {
    const { database, add } = await setup();
    await add('one');
    await expect(database.reads.all(sql)).rejects.toThrow(WriteOutsideGateError);
    await expect(database.snapshot((reader) => reader.all(sql))).rejects.toThrow(WriteOutsideGateError);
  });

  it('cannot be talked out of being read-only', async () => {
    const { database } = await setup({ readers: 1 });
    await database.reads.all('PRAGMA query_only = OFF');
    await expect(database.reads.all("INSERT INTO note (text) VALUES ('x')")).rejects.toThrow(WriteOutsideGateError);
  });

  it('name the statement that SQLite refused, and never its parameters', async () => {
    const { database } = await setup();
    const failing = database.reads.all('SELECT missing FROM note WHERE text = ?', ['a secret']);
    await expect(failing).rejects.toThrow(/no such column: missing in: SELECT missing FROM note/);
    await expect(failing).rejects.not.toThrow(/secret/);
  });

  it('serve more callers than there are connections', async () => {
    const { database, add } = await setup({ readers: 2 });
    await add('one');
    const results = await Promise.all(Array.from({ length: 200 }, () => database.reads.get(COUNT)));
    expect(new Set(results.map((row) => JSON.stringify(row)))).toEqual(new Set(['{"count":1}']));
  });

  it('see a table changed after their statement was prepared', async () => {
    const { database, add } = await setup({ readers: 1 });
    await add('one');
    await database.reads.all('SELECT * FROM note');
    await database.write((tx) => tx.run('ALTER TABLE note ADD COLUMN colour TEXT'));
    expect(await database.reads.all('SELECT * FROM note')).toEqual([{ id: 1, text: 'one', colour: null }]);
  });

  it('keep few statements prepared, however many there are', async () => {
    const { database } = await setup({ readers: 1 });
    for (let index = 0; index < 250; index += 1) {
      expect(await database.reads.all(`SELECT ${index} AS value`)).toEqual([{ value: index }]);
    }
  });
});

describe('a snapshot', () => {
  it('shows one state to all its reads, also those that go through the database', async () => {
    const { database, add } = await setup();
    await add('one');
    const hasBegun = Promise.withResolvers<undefined>();
    const hasChanged = Promise.withResolvers<undefined>();
    const counting = database.snapshot(async (reader) => {
      const before = await reader.get(COUNT);
      hasBegun.resolve(undefined);
      await hasChanged.promise;
      return [before, await reader.get(COUNT), await database.reads.get(COUNT)];
    });
    await hasBegun.promise;
    await add('two');
    hasChanged.resolve(undefined);
    expect(await counting).toEqual([{ count: 1 }, { count: 1 }, { count: 1 }]);
    expect(await database.reads.get(COUNT)).toEqual({ count: 2 });
  });

  it('needs no second connection for a snapshot inside it', async () => {
    const { database } = await setup({ readers: 1 });
    const count = await database.snapshot(() => database.snapshot((reader) => reader.get(COUNT)));
    expect(count).toEqual({ count: 0 });
  });

  it('gives its connection back when its work fails', async () => {
    const { database } = await setup({ readers: 1 });
    await expect(database.snapshot(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await database.snapshot((reader) => reader.get(COUNT))).toEqual({ count: 0 });
  });

  it('refuses reads after its end and writes before it', async () => {
    const { database, add } = await setup();
    const leaked = await database.snapshot((reader) => Promise.resolve([reader]));
    await expect(leaked[0]!.all(COUNT)).rejects.toThrow('after it had ended');
    await expect(database.snapshot(() => add('one'))).rejects.toThrow(WriteOutsideGateError);
  });
});

describe('closing', () => {
  it('finishes what was begun and refuses what comes later', async () => {
    const { database, add } = await setup();
    const begun = [add('one'), add('two'), database.reads.get(COUNT)];
    const closing = database.close();
    await expect(Promise.all(begun)).resolves.toHaveLength(3);
    await expect(add('three')).rejects.toThrow(DatabaseClosedError);
    await expect(database.reads.get(COUNT)).rejects.toThrow(DatabaseClosedError);
    await closing;
    await expect(database.close()).resolves.toBeUndefined();
  });
});
