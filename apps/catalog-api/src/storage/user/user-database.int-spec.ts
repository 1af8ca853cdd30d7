import { describe, expect, it } from '@jest/globals';
import { openDatabase, schemaDifferences } from '@pezzottify/testing';
import { userDatabase } from './user-database.js';

describe('user.db', () => {
  it('is migrated to exactly what its entities describe', async () => {
    expect(await schemaDifferences(userDatabase)).toEqual([]);
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
