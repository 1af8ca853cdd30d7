import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { eventually, openDatabase, recordingLogger } from '@pezzottify/testing';
import { type Database, type OpenOptions } from '../database.js';
import { notes } from '../database.fixture.js';
import { RawDatabase } from '../connection/raw-database.js';
import { TransactionLostError, WriteOutsideGateError } from '../persistence.errors.js';
import { type WriteTransaction } from '../sql.js';

/** However slow the machine is, what arrives together shares a commit. */
const BATCH = { mostUnits: 64, longestMs: Infinity };

/** A real file with one table of unique texts. */
const setup = async (options: Partial<OpenOptions> = {}) => {
  const commits: number[] = [];
  const onStatement = (operation: string) => operation === 'commit' && commits.push(1);
  const database = await openDatabase(notes, { onStatement, batch: BATCH, ...options });
  const texts = () => database.reads.all<{ text: string }>('SELECT text FROM note ORDER BY id').then(pluck);
  return { database, texts, commits };
};

const pluck = (rows: { text: string }[]) => rows.map(({ text }) => text);
const add = (tx: WriteTransaction, text: string) => tx.run('INSERT INTO note (text) VALUES (?)', [text]);
const write = (database: Database, text: string) => database.write((tx) => add(tx, text));
const failAfter = (database: Database, text: string) =>
  database.write(async (tx) => {
    await add(tx, text);
    throw new Error(`failed after ${text}`);
  });
const settled = (promises: Promise<unknown>[]) =>
  Promise.allSettled(promises).then((results) => results.map(({ status }) => status));

describe('a unit of work', () => {
  it('is on disk and visible to readers when write() resolves', async () => {
    const { database, texts } = await setup();
    const value = await database.write(async (tx) => {
      await add(tx, 'one');
      expect(await texts()).toEqual([]);
      return 'a value';
    });
    expect(value).toBe('a value');
    expect(await texts()).toEqual(['one']);
  });

  it('leaves nothing when it fails, and rejects with what it threw', async () => {
    const { database, texts } = await setup();
    await expect(failAfter(database, 'one')).rejects.toThrow('failed after one');
    await expect(database.write(() => Promise.reject(new Error('at once')))).rejects.toThrow('at once');
    expect(await texts()).toEqual([]);
  });

  it('gives rows for RETURNING however the statement begins', async () => {
    const { database } = await setup();
    await database.write(async (tx) => {
      expect(await tx.all('INSERT INTO note (text) VALUES (?), (?) RETURNING text', ['a', 'b'])).toHaveLength(2);
      expect(await tx.get('UPDATE note SET text = ? WHERE id = 1 RETURNING id, text', ['c'])).toEqual({
        id: 1,
        text: 'c',
      });
      expect(await tx.all('\n  DELETE FROM note WHERE id = 1 RETURNING text')).toEqual([{ text: 'c' }]);
      expect(await tx.all("WITH x AS (SELECT 'd' AS t) INSERT INTO note (text) SELECT t FROM x RETURNING id")).toEqual([
        { id: 3 },
      ]);
    });
    expect(await database.reads.get('SELECT COUNT(*) AS count FROM note')).toEqual({ count: 2 });
  });

  it('counts changes and tells the last id however the statement begins', async () => {
    const { database } = await setup();
    await database.write(async (tx) => {
      expect(await tx.run("\n INSERT INTO note (text) VALUES ('a'), ('b')")).toEqual({ changes: 2, lastId: 2 });
      expect(await tx.run('WITH x AS (SELECT 2 AS i) UPDATE note SET text = text || 1')).toMatchObject({ changes: 2 });
      expect(await tx.run("REPLACE INTO note (id, text) VALUES (7, 'c')")).toEqual({ changes: 1, lastId: 7 });
      expect(await tx.run('UPDATE note SET text = text || 2 WHERE id = 1 RETURNING id')).toMatchObject({ changes: 1 });
    });
  });

  it('refuses values SQLite has no form for, which the driver would store as NULL', async () => {
    const { database } = await setup();
    await expect(database.write((tx) => tx.run('SELECT ?', [10n as unknown as number]))).rejects.toThrow(TypeError);
    await expect(database.write((tx) => tx.run('SELECT ?', [undefined as unknown as null]))).rejects.toThrow(TypeError);
  });

  it('may go on after a statement of its own was refused', async () => {
    const { database, texts } = await setup();
    await database.write(async (tx) => {
      await add(tx, 'one');
      await expect(add(tx, 'one')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
      await add(tx, 'two');
    });
    expect(await texts()).toEqual(['one', 'two']);
  });

  it('sees the async context of its own caller, not of whoever opened the batch', async () => {
    const { database } = await setup();
    const caller = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const call = (name: string) =>
      caller.run(name, () =>
        database.write((tx) => {
          tx.afterCommit(() => seen.push(caller.getStore()));
          return Promise.resolve(seen.push(caller.getStore()));
        }),
      );
    await Promise.all([call('first'), call('second')]);
    expect(seen).toEqual(['first', 'second', 'first', 'second']);
  });
});

describe('units that arrive together', () => {
  it('share one commit, and one that fails takes only its own changes back', async () => {
    const { database, texts, commits } = await setup();
    const results = await settled([
      write(database, 'one'),
      failAfter(database, 'two'),
      write(database, 'three'),
      failAfter(database, 'four'),
    ]);
    expect(results).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(await texts()).toEqual(['one', 'three']);
    expect(commits).toHaveLength(1);
  });

  it('go on without the first when that fails', async () => {
    const { database, texts } = await setup();
    const results = await settled([failAfter(database, 'one'), write(database, 'two'), write(database, 'three')]);
    expect(results).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(await texts()).toEqual(['two', 'three']);
  });

  it.each([
    [{ mostUnits: 25, longestMs: Infinity }, 4],
    [{ mostUnits: Infinity, longestMs: 0 }, 100],
  ])('share a commit within bounds: %j', async (batch, expected) => {
    const { database, commits } = await setup({ batch });
    await Promise.all(Array.from({ length: 100 }, (_, index) => write(database, `${index}`)));
    expect(commits).toHaveLength(expected);
  });

  it('resolve after the commit only, in the order of arrival', async () => {
    const events: string[] = [];
    const onStatement = (operation: string) => operation === 'commit' && events.push('commit');
    const { database } = await setup({ onStatement });
    const call = (text: string) => write(database, text).then(() => events.push(text));
    await Promise.all(['one', 'two', 'three'].map(call));
    expect(events).toEqual(['commit', 'one', 'two', 'three']);
  });

  it('are all refused when the commit fails, and the next ones work', async () => {
    const { database, texts } = await setup();
    // A violation of a deferred foreign key is found at the commit.
    const orphan = (tx: WriteTransaction) => tx.run('INSERT INTO remark (note_id) VALUES (99)');
    const results = await Promise.allSettled([
      write(database, 'one'),
      database.write(orphan),
      write(database, 'three'),
    ]);
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(TransactionLostError) });
    await write(database, 'four');
    expect(await texts()).toEqual(['four']);
  });

  it('are refused when SQLite gives their transaction up, and nothing is stored outside one', async () => {
    const { database, texts } = await setup();
    const losing = async (tx: WriteTransaction) => {
      await add(tx, 'two');
      await tx.run("INSERT OR ROLLBACK INTO note (text) VALUES ('two')").catch(() => undefined);
      await add(tx, 'three').catch(() => undefined);
    };
    const refused = [write(database, 'one'), database.write(losing)];
    const later = write(database, 'later');
    const results = await Promise.allSettled(refused);
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(TransactionLostError) });
    await later;
    expect(await texts()).toEqual(['later']);
  });
});

describe('callbacks after a commit', () => {
  it('run in order once the rows can be read, before write() resolves', async () => {
    const { database, texts } = await setup();
    const calls: string[] = [];
    let seen: Promise<string[]> | undefined;
    await database.write(async (tx) => {
      tx.afterCommit(() => calls.push('first'));
      tx.afterCommit(() => void (seen = texts()));
      await add(tx, 'one');
      expect(calls).toEqual([]);
    });
    expect(calls).toEqual(['first']);
    expect(await seen).toEqual(['one']);
  });

  it('of a nested write run with those of its outer unit', async () => {
    const { database } = await setup();
    const calls: string[] = [];
    await database.write(async (outer) => {
      await database.write((inner) => {
        inner.afterCommit(() => calls.push('inner'));
        return add(inner, 'one');
      });
      expect(calls).toEqual([]);
      outer.afterCommit(() => calls.push('outer'));
    });
    expect(calls).toEqual(['inner', 'outer']);
  });

  it('never run for what was rolled back', async () => {
    const { database } = await setup();
    const calls: string[] = [];
    const note = (name: string) => (tx: WriteTransaction) => {
      tx.afterCommit(() => calls.push(name));
      return name === 'good' ? add(tx, name) : Promise.reject(new Error(name));
    };
    await settled([database.write(note('good')), database.write(note('bad'))]);
    await database.write(() => database.write(note('bad')).catch(() => undefined));
    expect(calls).toEqual(['good']);
  });

  it('are logged when they throw, and harm nobody', async () => {
    const { logger, lines } = recordingLogger();
    const { database, texts } = await setup({ logger });
    await database.write((tx) => {
      tx.afterCommit(() => {
        throw new Error('a broken listener');
      });
      return add(tx, 'one');
    });
    expect(await texts()).toEqual(['one']);
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'a callback after a commit failed' }));
  });
});

describe('the guard', () => {
  it('refuses a transaction whose unit has ended', async () => {
    const { database, texts } = await setup();
    let leaked: WriteTransaction | undefined;
    await database.write((tx) => Promise.resolve((leaked = tx)));
    await expect(add(leaked!, 'late')).rejects.toThrow(WriteOutsideGateError);
    await expect(leaked!.all('SELECT 1')).rejects.toThrow(WriteOutsideGateError);
    expect(() => leaked!.afterCommit(() => undefined)).toThrow(WriteOutsideGateError);
    expect(await settled([write(database, 'other'), add(leaked!, 'late')])).toEqual(['fulfilled', 'rejected']);
    expect(await texts()).toEqual(['other']);
  });

  it('starts a new unit for a write left behind by one that has ended', async () => {
    const { database, texts } = await setup();
    let left: Promise<unknown> | undefined;
    await database.write(async (tx) => {
      tx.afterCommit(() => void (left = write(database, 'after')));
      await add(tx, 'during');
    });
    await left;
    expect(await texts()).toEqual(['during', 'after']);
  });
});

describe('another process that is writing', () => {
  it('makes the gate wait as long as it takes, and say so', async () => {
    const { logger, lines } = recordingLogger();
    const { database, texts } = await setup({ logger });
    const other = await RawDatabase.open(database.file, 'create', 0);
    await other.all('BEGIN IMMEDIATE');
    const writing = write(database, 'patient');
    await eventually(() => expect(lines).toContainEqual(expect.objectContaining({ level: 40 })), { timeoutMs: 20_000 });
    expect(await texts()).toEqual([]);
    await other.all('COMMIT');
    await writing;
    expect(await texts()).toEqual(['patient']);
    await other.close();
  });
});
