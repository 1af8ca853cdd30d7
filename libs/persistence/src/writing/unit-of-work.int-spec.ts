import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '@pezzottify/testing';
import { notes } from '../database.fixture.js';
import { type WriteTransaction } from '../sql.js';

const setup = async () => {
  const database = await openDatabase(notes);
  const texts = async () => {
    const rows = await database.reads.all<{ text: string }>('SELECT text FROM note ORDER BY id');
    return rows.map(({ text }) => text);
  };
  return { database, texts };
};

const add = (tx: WriteTransaction, text: string) => tx.run('INSERT INTO note (text) VALUES (?)', [text]);
const addAndFail = async (tx: WriteTransaction, text: string) => {
  await add(tx, text);
  throw new Error(`failed after ${text}`);
};

describe('a nested write', () => {
  it('sees what its outer unit wrote and is committed with it', async () => {
    const { database, texts } = await setup();
    await database.write(async (outer) => {
      await add(outer, 'outer');
      await database.write(async (inner) => {
        expect(await inner.all('SELECT text FROM note')).toEqual([{ text: 'outer' }]);
        await add(inner, 'inner');
      });
      expect(await texts()).toEqual([]);
    });
    expect(await texts()).toEqual(['outer', 'inner']);
  });

  it('takes the outer unit down when its failure is passed on', async () => {
    const { database, texts } = await setup();
    const failing = database.write(async (outer) => {
      await add(outer, 'outer');
      await database.write((inner) => addAndFail(inner, 'inner'));
    });
    await expect(failing).rejects.toThrow('failed after inner');
    expect(await texts()).toEqual([]);
  });

  it('undoes only its own part when the outer unit goes on', async () => {
    const { database, texts } = await setup();
    await database.write(async (outer) => {
      await add(outer, 'before');
      await database.write((inner) => addAndFail(inner, 'inner')).catch(() => undefined);
      await add(outer, 'after');
    });
    expect(await texts()).toEqual(['before', 'after']);
  });

  it('is undone with the outer unit after it ended well itself', async () => {
    const { database, texts } = await setup();
    const doomed = database.write(async (outer) => {
      await database.write((inner) => add(inner, 'inner'));
      await addAndFail(outer, 'outer');
    });
    const other = database.write((tx) => add(tx, 'other'));
    await expect(doomed).rejects.toThrow('failed after outer');
    await other;
    expect(await texts()).toEqual(['other']);
  });

  it('may use the transaction of the outer unit as its own', async () => {
    const { database, texts } = await setup();
    await database.write(async (outer) => {
      await database.write(async () => database.write(() => add(outer, 'deep')));
      const failing = database.write(() => addAndFail(outer, 'undone'));
      await expect(failing).rejects.toThrow('failed after undone');
    });
    expect(await texts()).toEqual(['deep']);
  });

  it('keeps its failure apart from siblings and statements running beside it', async () => {
    const { database, texts } = await setup();
    await database.write((outer) =>
      Promise.allSettled([
        database.write((inner) => addAndFail(inner, 'one')),
        add(outer, 'two'),
        database.write((inner) => add(inner, 'three')),
        database.write(async () => {
          await Promise.allSettled([database.write((inner) => addAndFail(inner, 'four')), add(outer, 'five')]);
        }),
      ]),
    );
    expect(await texts()).toEqual(['two', 'three', 'five']);
  });

  it('is waited for by the outer unit also when nobody awaits it', async () => {
    const { database, texts } = await setup();
    let left: Promise<unknown> | undefined;
    await database.write(() => {
      left = database.write(async (inner) => {
        await add(inner, 'one');
        await add(inner, 'two');
      });
      return Promise.resolve();
    });
    expect(await texts()).toEqual(['one', 'two']);
    await left;
  });

  it('costs no memory of past savepoints', async () => {
    const { database, texts } = await setup();
    await database.write(async () => {
      for (let index = 0; index < 300; index += 1) await database.write((inner) => add(inner, `${index}`));
    });
    expect(await texts()).toHaveLength(300);
  });
});
