import { describe, expect, it } from '@jest/globals';
import { openDatabase, schemaDifferences } from '@pezzottify/testing';
import { insertRuns } from './runs.repository.js';
import { serverDatabase } from './server-database.js';

describe('server.db', () => {
  it('is migrated to exactly what its entities describe', async () => {
    expect(await schemaDifferences(serverDatabase)).toEqual([]);
  });

  it('has no place for a second run of a job beside a running one', async () => {
    const database = await openDatabase(serverDatabase);
    const run = {
      jobId: 'sweep',
      host: 'catalog-api',
      triggeredBy: 'manual',
      dueAt: null,
      isForced: false,
      lease: { token: 't', expiresAt: 9 },
    } as const;
    const insert = () => database.write((tx) => insertRuns(tx, [run], 1));
    expect([...(await insert()), ...(await insert())]).toEqual([['sweep', 1]]);
  });
});
