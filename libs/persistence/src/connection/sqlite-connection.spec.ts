import { expect, it } from '@jest/globals';
import { type Database as Handle } from 'sqlite3';
import { SqliteConnection } from './sqlite-connection.js';

/** A handle that answers every statement with no rows and counts what is prepared. */
const setup = () => {
  let prepared = 0;
  let live = 0;
  const statement = {
    all: (_: unknown, callback: (error: null, rows: unknown[]) => void) => callback(null, []),
    finalize: (callback: () => void) => {
      live -= 1;
      callback();
    },
  };
  const prepare = (_: string, callback: (error: null) => void) => {
    prepared += 1;
    live += 1;
    queueMicrotask(() => callback(null));
    return statement;
  };
  const connection = new SqliteConnection({ prepare } as unknown as Handle);
  return { connection, counts: () => ({ prepared, live }) };
};

it('prepares a statement once, as long as it is among the last hundred', async () => {
  const { connection, counts } = setup();
  for (let round = 0; round < 3; round += 1) await connection.all('SELECT 1');
  expect(counts()).toEqual({ prepared: 1, live: 1 });
  for (let index = 0; index < 150; index += 1) {
    await connection.all(`SELECT ${index}`);
    await connection.all('SELECT 1');
  }
  expect(counts()).toEqual({ prepared: 150, live: 100 });
});

it('does not keep statements of unusual length, nor any after its release', async () => {
  const { connection, counts } = setup();
  await connection.all(`SELECT ${'1, '.repeat(4000)} 1`);
  expect(counts()).toEqual({ prepared: 1, live: 0 });
  await connection.all('SELECT 1');
  await connection.release();
  expect(counts()).toEqual({ prepared: 2, live: 0 });
});
