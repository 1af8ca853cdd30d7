import { describe, expect, it } from '@jest/globals';
import { Database } from '@pezzottify/persistence';
import { openDatabase, schemaDifferences, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { userDatabase } from './user-database.js';

describe('user.db', () => {
  it('is migrated to exactly what its entities describe', async () => {
    expect(await schemaDifferences(userDatabase)).toEqual([]);
  });

  it('keeps notifications, also the order of those of one second, when it gains a default for their time', async () => {
    const options = { directory: await temporaryDirectory(), owner: 'test', logger: silentLogger() };
    const older = { ...userDatabase, migrations: userDatabase.migrations.slice(0, 2) };
    const before = await Database.open(older, options);
    const insert = `INSERT INTO user_notifications (id, user_id, notification_type, title, data, created_at)
      VALUES (?, 1, 'download_completed', 'Album ready', '{}', 5)`;
    await before.write(async (tx) => {
      await tx.run("INSERT INTO user (id, handle) VALUES (1, 'maria')");
      for (const id of ['gone', 'z', 'a']) await tx.run(insert, [id]);
      await tx.run("DELETE FROM user_notifications WHERE id = 'gone'");
    });
    const all = 'SELECT rowid, * FROM user_notifications ORDER BY rowid';
    const kept = await before.reads.all(all);
    await before.close();
    const after = await Database.open(userDatabase, options);
    expect(await after.reads.all(all)).toEqual(kept);
    const untimed = `INSERT INTO user_notifications (id, user_id, notification_type, title, data)
      VALUES ('new', 1, 'download_completed', 'Album ready', '{}') RETURNING unixepoch() - created_at AS ago`;
    const row = await after.write((tx) => tx.get<{ ago: number }>(untimed));
    expect(row?.ago).toBeLessThan(60);
    await after.write((tx) => tx.run('DELETE FROM user'));
    expect(await after.reads.all(all)).toEqual([]);
    await after.close();
  });

  it('never gives the id of a deleted user to another', async () => {
    const database = await openDatabase(userDatabase);
    const ids = await database.write(async (tx) => {
      const first = await tx.run('INSERT INTO user (handle) VALUES (?)', ['maria']);
      await tx.run('DELETE FROM user WHERE id = ?', [first.lastId]);
      const second = await tx.run('INSERT INTO user (handle) VALUES (?)', ['ivo']);
      return [first.lastId, second.lastId];
    });
    expect(ids[1]).toBeGreaterThan(ids[0] ?? 0);
  });
});
