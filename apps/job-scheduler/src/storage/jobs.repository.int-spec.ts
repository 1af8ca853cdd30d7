import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '@pezzottify/testing';
import { aJob } from '../test-app/test-host.js';
import { resolveDeclaration } from '../registry/resolve-declaration.js';
import { dueJobIds, nextDueAt, removeJobsBut, saveJobs, saveNextRuns } from './jobs.repository.js';
import { insertRuns } from './runs.repository.js';
import { serverDatabase } from './server-database.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');

/** A real database with a job for each due time. */
async function setup(dueTimes: Readonly<Record<string, number | null>>) {
  const database = await openDatabase(serverDatabase);
  await database.write(async (tx) => {
    for (const [id, dueAt] of Object.entries(dueTimes)) {
      await saveJobs(
        tx,
        [{ host: 'catalog-api', announced: aJob({ id }), declaration: resolveDeclaration(aJob({ id })) }],
        NOW,
      );
      await saveNextRuns(tx, [{ jobId: id, nextRunAt: dueAt }]);
    }
  });
  const begin = (jobId: string) =>
    database.write((tx) => {
      const lease = { token: 'f'.repeat(32), expiresAt: NOW };
      const run = { jobId, host: 'catalog-api', triggeredBy: 'manual', dueAt: null, isForced: false, lease } as const;
      return insertRuns(tx, [run], NOW);
    });
  return { database, begin };
}

describe('the due times of jobs', () => {
  it('are due when they have come, the earliest first', async () => {
    const { database } = await setup({ later: NOW + 1, now: NOW, earlier: NOW - 1, never: null });
    expect(await dueJobIds(database.reads, NOW)).toEqual(['earlier', 'now']);
  });

  it('need the next look at the earliest of them, also when that has come meanwhile', async () => {
    const { database } = await setup({ later: NOW + 2, soon: NOW + 1, never: null });
    expect(await nextDueAt(database.reads, NOW)).toBe(NOW + 1);
    expect(await nextDueAt(database.reads, NOW + 5)).toBe(NOW + 1);
  });

  it('need no look while they wait for the end of a run: that tells of itself', async () => {
    const { database, begin } = await setup({ waiting: NOW - 1, later: NOW + 9 });
    await begin('waiting');
    expect(await nextDueAt(database.reads, NOW)).toBe(NOW + 9);
  });

  it('need no look for a job that is gone', async () => {
    const { database } = await setup({ gone: NOW + 1 });
    await database.write((tx) => removeJobsBut(tx, 'catalog-api', []));
    expect(await nextDueAt(database.reads, NOW)).toBeNull();
    expect(await dueJobIds(database.reads, NOW + 1)).toEqual([]);
  });
});
