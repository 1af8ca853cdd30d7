import { describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { type JobContext } from '@pezzottify/job-host';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger } from '@pezzottify/testing';
import { serverDatabase } from '../../storage/server-database.js';
import { JobHistoryCleanupJob } from './job-history-cleanup.job.js';

const DAY_MS = 86_400_000;

interface Row {
  readonly job: string;
  readonly daysAgo: number;
  readonly status: string;
}

async function setup(rows: readonly Row[], retentionDays = 90) {
  const database = await openDatabase(serverDatabase);
  const clock = new FakeClock();
  await insert(database, rows, clock.millis());
  const config = { backgroundJobs: { jobHistoryRetentionDays: retentionDays } } as Config;
  const job = new JobHistoryCleanupJob(database, clock, config);
  const progress: string[] = [];
  const contextOf = (signal: AbortSignal): JobContext => ({
    ...{ signal, isForced: false, triggeredBy: 'schedule', parameters: {}, logger: silentLogger() },
    progress: (_fraction, text) => progress.push(text),
  });
  const run = (signal = new AbortController().signal) => job.run(contextOf(signal));
  const left = async () => {
    const found = await database.reads.all<{ id: number }>('SELECT id FROM job_runs ORDER BY id');
    return found.map(({ id }) => rows[id - 1]);
  };
  return { database, run, left, progress };
}

const insert = (database: Database, rows: readonly Row[], now: number) =>
  database.write((tx) =>
    tx.run(
      `INSERT INTO job_runs (job_id, started_at, finished_at, status, triggered_by)
       SELECT value ->> 'job', value ->> 'at', CASE value ->> 'status' WHEN 'running' THEN NULL ELSE value ->> 'at' END,
         value ->> 'status', 'schedule' FROM json_each(?)`,
      [JSON.stringify(rows.map((row) => ({ ...row, at: new Date(now - row.daysAgo * DAY_MS).toISOString() })))],
    ),
  );

const row = (job: string, daysAgo: number, status = 'completed'): Row => ({ job, daysAgo, status });

describe('the clean-up of the history', () => {
  it('deletes what is older than the retention, and keeps the newest run of each job', async () => {
    const kept = [row('a', 89.9), row('a', 1), row('b', 400), row('c', 91, 'running')];
    const gone = [row('a', 91), row('a', 300, 'failed'), row('b', 401), row('c', 92)];
    const { run, left } = await setup([...kept, ...gone]);
    expect(await run()).toBe('4 runs deleted');
    expect(await left()).toEqual(kept);
  });

  it('keeps how a job ended last, although due times were missed since', async () => {
    const kept = [row('a', 200), row('a', 1, 'missed')];
    const gone = [row('a', 201), row('a', 150, 'missed'), row('a', 100, 'skipped')];
    const { run, left } = await setup([...kept, ...gone]);
    await run();
    expect(await left()).toEqual(kept);
  });

  it('keeps everything when the retention is 0', async () => {
    const rows = [row('a', 1), row('a', 9_999)];
    const { run, left } = await setup(rows, 0);
    expect(await run()).toContain('kept for ever');
    expect(await left()).toEqual(rows);
  });

  it('works in bounded batches, says how far it is, and stops between two when it is told to', async () => {
    const rows = [row('a', 1), ...Array.from({ length: 1_200 }, (_, index) => row('a', 100 + index))];
    const { run, left, progress } = await setup(rows);
    const controller = new AbortController();
    controller.abort(new Error('told to stop'));
    await expect(run(controller.signal)).rejects.toThrow('told to stop');
    expect(await left()).toHaveLength(1_201);
    expect(await run()).toBe('1200 runs deleted');
    expect(progress).toEqual(['500 runs deleted', '1000 runs deleted', '1200 runs deleted']);
    expect(await left()).toEqual([rows[0]]);
  });
});
