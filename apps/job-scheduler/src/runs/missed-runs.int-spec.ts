import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobDeclaration } from '@pezzottify/contracts';
import { resolveDeclaration } from '../registry/resolve-declaration.js';
import { saveJobs, saveNextRuns } from '../storage/jobs.repository.js';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const HOUR = 3600;
const hourly = { cron: '0 * * * *' };

describe('due times', () => {
  let scheduler: TestScheduler;
  let host: TestHost;
  let count = 0;
  let jobId: string;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  /** Each test begins just after a full hour. */
  beforeEach(() => {
    jobId = `job_${(count += 1)}`;
    scheduler.clock.set(Math.ceil(scheduler.clock.seconds() / HOUR) * HOUR + 10);
  });

  const announce = (overrides: Partial<JobDeclaration>) => host.announce(aJob({ id: jobId, ...overrides }));
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  const down = async (seconds: number) => {
    await scheduler.goDown();
    scheduler.clock.advance(seconds);
    await scheduler.comeUp();
    await scheduler.look();
  };
  /** Status, and the due time as hours since `from`, in the order of the due times. */
  const ledger = async (from: number) => {
    const rows = await scheduler.database.reads.all<{ status: string; dueAt: string | null }>(
      `SELECT status, due_at AS dueAt FROM job_runs WHERE job_id = ? AND due_at IS NOT NULL ORDER BY due_at, id`,
      [jobId],
    );
    return rows.map(({ status, dueAt }) => [status, (Date.parse(dueAt ?? '') / 1000 - from) / HOUR]);
  };
  const fullHour = () => Math.floor(scheduler.clock.seconds() / HOUR) * HOUR;
  const finished = async (nth: number) => expect(await host.finish(await host.start(jobId, nth))).toBe('recorded');

  it('come: the run is written down with its due time, and the next one is stored before it starts', async () => {
    const from = fullHour();
    await announce({ schedule: hourly });
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(from + HOUR));
    scheduler.clock.set(from + HOUR);
    await scheduler.look();
    expect((await host.start(jobId)).triggered_by).toBe('schedule');
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(from + 2 * HOUR));
    await finished(1);
    expect(await ledger(from)).toEqual([['completed', 1]]);
  });

  it('are kept over a restart', async () => {
    const from = fullHour();
    await announce({ schedule: hourly });
    await down(60);
    await announce({ schedule: hourly });
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(from + HOUR));
    scheduler.clock.set(from + HOUR);
    await scheduler.look();
    await finished(1);
  });

  it('skip: that passed while the scheduler was down leave a row each, and nothing runs', async () => {
    const from = fullHour();
    await announce({ schedule: hourly, missed_runs: 'skip' });
    await down(3.5 * HOUR);
    expect(await ledger(from)).toEqual([1, 2, 3].map((hour) => ['missed', hour]));
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(from + 4 * HOUR));
    expect((await scheduler.history(jobId))[0]).toMatchObject({
      status: 'missed',
      outcome: null,
      triggered_by: 'schedule',
      error_message: 'it passed while the scheduler was not running',
    });
    expect(host.startsOf(jobId)).toEqual([]);
  });

  it('once: that passed while the scheduler was down have one run together', async () => {
    const from = fullHour();
    await announce({ schedule: hourly, missed_runs: 'once' });
    await down(3.5 * HOUR);
    await finished(1);
    await scheduler.look();
    expect(await ledger(from)).toEqual([
      ['missed', 1],
      ['missed', 2],
      ['completed', 3],
    ]);
  });

  it('all: that passed while the scheduler was down run one after another, the oldest first', async () => {
    const from = fullHour();
    await announce({ schedule: hourly, missed_runs: 'all' });
    await down(3.5 * HOUR);
    for (const nth of [1, 2, 3]) {
      await host.start(jobId, nth);
      await announce({ schedule: hourly, missed_runs: 'all' });
      await scheduler.pass(10);
      expect(host.startsOf(jobId)).toHaveLength(nth);
      await finished(nth);
    }
    await scheduler.look();
    expect(await ledger(from)).toEqual([1, 2, 3].map((hour) => ['completed', hour]));
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(from + 4 * HOUR));
  });

  it('all: ten of them at the most, the others leave a row', async () => {
    const from = fullHour();
    await announce({ schedule: hourly, missed_runs: 'all' });
    await down(12.5 * HOUR);
    for (let nth = 1; nth <= 10; nth += 1) await finished(nth);
    await scheduler.look();
    expect(await ledger(from)).toEqual([
      ['missed', 1],
      ['missed', 2],
      ...Array.from({ length: 10 }, (_, index) => ['completed', index + 3]),
    ]);
  });

  it('that come while a run is going are skipped, and leave a row', async () => {
    const from = fullHour();
    await announce({ schedule: hourly });
    await scheduler.trigger(jobId);
    const start = await host.start(jobId);
    for (const hour of [1, 2]) {
      scheduler.clock.set(from + hour * HOUR);
      await scheduler.look();
      await host.beat(start);
    }
    await finished(1);
    await scheduler.look();
    expect(await ledger(from)).toEqual([
      ['skipped', 1],
      ['skipped', 2],
    ]);
    expect((await scheduler.history(jobId)).at(0)).toMatchObject({
      status: 'skipped',
      error_message: 'the previous run was still going',
    });
  });

  it('of a job that cannot be judged do not keep the other jobs from running', async () => {
    const from = fullHour();
    await announce({ schedule: hourly });
    const known = aJob({ id: 'unreadable', schedule: { cron: 'what an older version understood' } });
    await scheduler.database.write(async (tx) => {
      await saveJobs(tx, [{ host: 'catalog-api', announced: known, declaration: resolveDeclaration(known) }], 0);
      await saveNextRuns(tx, [{ jobId: known.id, nextRunAt: (from + HOUR) * 1000 - 1 }]);
    });
    scheduler.clock.set(from + HOUR);
    await scheduler.look();
    await finished(1);
    await host.announce();
  });

  it('of an interval: at once for a new job, then from the end of the last run', async () => {
    await announce({ schedule: { interval_seconds: 60 } });
    const first = await host.start(jobId);
    for (let beats = 0; beats < 4; beats += 1) {
      await scheduler.pass(25);
      expect(await host.beat(first)).toBe('renewed');
    }
    expect(host.startsOf(jobId)).toHaveLength(1);
    const endedAt = scheduler.clock.seconds();
    await finished(1);
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(endedAt + 60));
    await scheduler.pass(55);
    expect(host.startsOf(jobId)).toHaveLength(1);
    await scheduler.pass(5);
    await finished(2);
    // The time stored when the first run began was none: it moved with the end of the run.
    expect((await scheduler.history(jobId)).map(({ status }) => status)).toEqual(['completed', 'completed']);
  });

  it('of an interval count from the end of a run that a person started, too', async () => {
    await announce({ schedule: { interval_seconds: 60 } });
    await finished(1);
    await scheduler.pass(30);
    await scheduler.trigger(jobId);
    await scheduler.pass(20);
    await finished(2);
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(scheduler.clock.seconds() + 60));
  });

  it('of an interval that passed while the scheduler was down have one run', async () => {
    await announce({ schedule: { interval_seconds: 60 } });
    await finished(1);
    await down(5 * HOUR);
    await finished(2);
    await scheduler.pass(10);
    expect((await scheduler.history(jobId)).map(({ status }) => status)).toEqual(['completed', 'completed']);
  });
});
