import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobDeclaration } from '@pezzottify/contracts';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const HOUR = 3600;

interface OccurrenceRow {
  due_at: string;
  status: string;
  reason: string | null;
  run_id: number | null;
  run_status: string | null;
}

describe('occurrences', () => {
  let scheduler: TestScheduler;
  let host: TestHost;
  let count = 0;
  let jobId: string;
  let from: number;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  /** Just after a full hour. */
  beforeEach(() => {
    jobId = `job_${(count += 1)}`;
    from = Math.ceil(scheduler.clock.seconds() / HOUR) * HOUR;
    scheduler.clock.set(from + 10);
  });

  const announce = (overrides: Partial<JobDeclaration> = {}) =>
    host.announce(aJob({ id: jobId, schedule: { cron: '0 * * * *' }, ...overrides }));
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  const jump = async (seconds: number) => {
    scheduler.clock.advance(seconds);
    await scheduler.look();
  };
  const ask = async (query = '') =>
    (
      await scheduler.call<{ occurrences: OccurrenceRow[]; next_until: string | null }>(
        'GET',
        `/v1/admin/jobs/${jobId}/occurrences${query}`,
      )
    ).body;
  const ledger = async () =>
    (await ask()).occurrences.map(({ due_at, status }) => [(Date.parse(due_at) / 1000 - from) / HOUR, status]);
  const finished = async (nth: number) => expect(await host.finish(await host.start(jobId, nth))).toBe('recorded');

  it('show each due time once, newest first, with reason and run', async () => {
    await announce();
    await jump(HOUR - 10);
    const first = await host.start(jobId);
    await jump(HOUR);
    await host.finish(first);
    await scheduler.goDown();
    scheduler.clock.advance(2.5 * HOUR);
    await scheduler.comeUp();
    await scheduler.look();
    const second = await host.start(jobId, 2);
    await host.finish(second, { kind: 'failed', message: 'disk full' });
    expect(await ask()).toEqual({
      occurrences: [
        {
          ...{ due_at: iso(from + 4 * HOUR), status: 'late', reason: 'began 1800 s after its time' },
          ...{ run_id: second.run_id, run_status: 'failed' },
        },
        {
          ...{ due_at: iso(from + 3 * HOUR), status: 'missed', run_id: null, run_status: null },
          reason: 'it passed while the scheduler was not running',
        },
        {
          ...{ due_at: iso(from + 2 * HOUR), status: 'skipped', run_id: null, run_status: null },
          reason: 'the previous run was still going',
        },
        {
          ...{ due_at: iso(from + HOUR), status: 'ran', reason: null },
          ...{ run_id: first.run_id, run_status: 'completed' },
        },
      ],
      next_until: null,
    });
  });

  it('can be filtered and read page by page', async () => {
    await announce({ missed_runs: 'skip' });
    await scheduler.goDown();
    scheduler.clock.advance(7.5 * HOUR);
    await scheduler.comeUp();
    await scheduler.look();
    const seen: string[] = [];
    let until = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const page = await ask(`?status=missed&limit=3${until}`);
      seen.push(...page.occurrences.map(({ due_at }) => due_at));
      until = `&until=${String(page.next_until)}`;
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((hour) => iso(from + hour * HOUR)));
    expect(until).toBe('&until=null');
    expect((await ask('?status=ran')).occurrences).toEqual([]);
    const some = await ask(`?since=${iso(from + 2 * HOUR)}&until=${iso(from + 4 * HOUR)}`);
    expect(some.occurrences.map(({ due_at }) => due_at)).toEqual([iso(from + 3 * HOUR), iso(from + 2 * HOUR)]);
  });

  it('do not come twice when the clock is set back: what ran has run', async () => {
    await announce();
    await jump(HOUR);
    await finished(1);
    await jump(HOUR);
    await finished(2);
    await jump(-2 * HOUR);
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(from + HOUR));
    await jump(HOUR);
    await jump(HOUR);
    expect(host.startsOf(jobId)).toHaveLength(2);
    await jump(HOUR);
    await finished(3);
    expect(await ledger()).toEqual([
      [3, 'ran'],
      [2, 'ran'],
      [1, 'ran'],
    ]);
  });

  it('that were missed only because the clock was ahead run when their time really comes', async () => {
    await announce({ missed_runs: 'skip' });
    await jump(2.5 * HOUR);
    expect(await ledger()).toEqual([
      [2, 'missed'],
      [1, 'missed'],
    ]);
    await jump(-2.5 * HOUR);
    await jump(HOUR - 10);
    await finished(1);
    expect(await ledger()).toEqual([
      [2, 'missed'],
      [1, 'ran'],
    ]);
  });

  it('of an interval are not hours away after the clock was set back', async () => {
    await announce({ schedule: { interval_seconds: 600 } });
    await jump(2 * HOUR);
    await finished(1);
    await jump(-2 * HOUR);
    expect((await scheduler.job(jobId)).next_run_at).toBe(iso(from + 10 + 600));
    await jump(600);
    await finished(2);
  });

  it('made up for are as many as the job says', async () => {
    await announce({ missed_runs: 'all', missed_cap: 2 });
    await scheduler.goDown();
    scheduler.clock.advance(4.5 * HOUR);
    await scheduler.comeUp();
    await scheduler.look();
    await finished(1);
    await finished(2);
    await scheduler.look();
    expect(await ledger()).toEqual([
      [4, 'late'],
      [3, 'late'],
      [2, 'missed'],
      [1, 'missed'],
    ]);
    expect((await ask()).occurrences.at(-1)?.reason).toBe('more were missed than are made up for (2)');
  });

  it('to come can be looked at before', async () => {
    await announce({ schedule: { cron: '30 */6 * * *', interval_seconds: 5 * HOUR } });
    await finished(1);
    const { body } = await scheduler.call<{ next: { due_at: string; source: string; is_estimated: boolean }[] }>(
      'GET',
      `/v1/admin/jobs/${jobId}/next?count=6`,
    );
    expect(body.next).toHaveLength(6);
    const times = body.next.map(({ due_at }) => Date.parse(due_at));
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(scheduler.clock.millis());
    expect(body.next[0]).toMatchObject({ is_estimated: false, is_paused: false });
    for (const { source, is_estimated } of body.next.slice(1)) expect(is_estimated).toBe(source === 'interval');
  });

  it('to come are none for a job that only hooks start', async () => {
    await announce({ schedule: { hooks: ['OnUserCreated'] } });
    expect((await scheduler.call('GET', `/v1/admin/jobs/${jobId}/next`)).body).toEqual({ next: [] });
  });

  it.each([
    ['occurrences?status=gone', 400, 'INVALID_PARAMETER'],
    ['occurrences?since=yesterday', 400, 'INVALID_PARAMETER'],
    ['occurrences?since=2025-01-02T00:00:00Z&until=2025-01-01T00:00:00Z', 400, 'INVALID_PARAMETER'],
    ['history?since=2025-01-02T00:00:00Z&until=2025-01-01T00:00:00Z', 400, 'INVALID_PARAMETER'],
    ['occurrences?until=1700000000', 400, 'INVALID_PARAMETER'],
    ['occurrences?since=2025-13-01T00:00:00Z', 400, 'INVALID_PARAMETER'],
    ['occurrences?limit=0', 400, 'INVALID_PARAMETER'],
    ['next?count=x', 400, 'INVALID_PARAMETER'],
    ['next?count=0', 400, 'INVALID_PARAMETER'],
  ])('GET %s: %d %s', async (path, status, code) => {
    await announce();
    const answer = await scheduler.call<{ code: string }>('GET', `/v1/admin/jobs/${jobId}/${path}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each(['occurrences', 'next'])('GET %s of an unknown job, and without permission', async (path) => {
    expect((await scheduler.call('GET', `/v1/admin/jobs/nothing/${path}`)).status).toBe(404);
    expect((await scheduler.call('GET', `/v1/admin/jobs/nothing/${path}`, { token: 'guest' })).status).toBe(403);
  });

  it('are at most a hundred to come', async () => {
    await announce({ schedule: { cron: '* * * * *' } });
    const { body } = await scheduler.call<{ next: unknown[] }>('GET', `/v1/admin/jobs/${jobId}/next?count=5000`);
    expect(body.next).toHaveLength(100);
  });
});
