import { describe, expect, it } from '@jest/globals';
import { openDatabase, schemaDifferences } from '@pezzottify/testing';
import { catalogDatabase } from './catalog-database.js';

describe('catalog.db', () => {
  it('is migrated to exactly what its entities describe', async () => {
    expect(await schemaDifferences(catalogDatabase)).toEqual([]);
  });

  it('allows one open batch only', async () => {
    const database = await openDatabase(catalogDatabase);
    const insert = `INSERT INTO catalog_batches (id, name, is_open, created_at, last_activity_at) VALUES (?, 'x', ?, 1, 1)`;
    await database.write(async (tx) => {
      await tx.run(insert, ['closed', 0]);
      await tx.run(insert, ['closed too', 0]);
      await tx.run(insert, ['open', 1]);
    });
    await expect(database.write((tx) => tx.run(insert, ['second open', 1]))).rejects.toThrow(/UNIQUE/);
  });
});
