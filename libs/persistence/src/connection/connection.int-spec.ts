import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { WriteOutsideGateError } from '../persistence.errors.js';
import { closeOrmRoute } from './close-orm-route.js';
import { openWriter } from './open-connection.js';

const setup = async () => {
  const writer = await openWriter(join(await temporaryDirectory(), 'a.db'));
  await writer.connection.run('CREATE TABLE thing (id INTEGER PRIMARY KEY)');
  closeOrmRoute(writer.dataSource);
  return writer;
};

it('leaves no way to the writer through TypeORM', async () => {
  const { dataSource, connection, close } = await setup();
  const insert = 'INSERT INTO thing DEFAULT VALUES';
  const routes = [
    () => dataSource.query(insert),
    () => dataSource.manager.query(insert),
    () => dataSource.transaction((manager) => manager.query(insert)),
    () => dataSource.createQueryRunner().query(insert),
    () => dataSource.createQueryRunner().startTransaction(),
  ];
  for (const route of routes) await expect(route()).rejects.toThrow(WriteOutsideGateError);
  expect(await connection.all('SELECT * FROM thing')).toEqual([]);
  await close();
});

it('keeps in memory what a statement needs to undo itself, but not what a migration sorts', async () => {
  class Nothing1700000000000 {}
  const file = join(await temporaryDirectory(), 'a.db');
  const stores: unknown[] = [];
  for (const migrations of [[], [Nothing1700000000000]]) {
    const { connection, close } = await openWriter(file, migrations);
    stores.push(...(await connection.all('PRAGMA temp_store')));
    await close();
  }
  expect(stores).toEqual([{ temp_store: 2 }, { temp_store: 0 }]);
});

it('runs the statements of one connection in the order of the calls', async () => {
  const { connection, close } = await setup();
  const results = await Promise.all([
    connection.run('INSERT INTO thing (id) VALUES (?)', [1]),
    connection.all('SELECT id FROM thing'),
    connection.run('DELETE FROM thing'),
    connection.all('SELECT id FROM thing'),
  ]);
  expect(results).toEqual([{ changes: 1, lastId: 1 }, [{ id: 1 }], { changes: 1, lastId: 1 }, []]);
  await close();
});
