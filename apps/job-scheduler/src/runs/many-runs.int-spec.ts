import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { JobHost } from '@pezzottify/job-host';
import { MessageBus } from '@pezzottify/messaging';
import { afterTestFile, eventually, silentLogger } from '@pezzottify/testing';
import { aJob, type RunStart, type TestHost } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const MINUTE = 60;
/** More than fit into one message and into one step of a pass. */
const COUNT = 250;

describe('very many jobs that are due in the same moment', () => {
  let scheduler: TestScheduler;
  let host: TestHost;
  let ids: string[];

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  beforeEach(() => {
    host.starts.length = 0;
    host.messages.length = 0;
    host.answers.clear();
    ids = Array.from({ length: COUNT }, (_, index) => `job_${index}`);
  });

  const jobs = () => ids.map((id) => aJob({ id, schedule: { cron: '* * * * *' } }));
  /** To the next full minute, at which all are due. */
  const nextMinute = async () => {
    scheduler.clock.set((Math.floor(scheduler.clock.seconds() / MINUTE) + 1) * MINUTE);
    await scheduler.look();
  };
  const begun = () => eventually(() => expect(new Set(host.starts.map(({ job_id }) => job_id)).size).toBe(COUNT));
  /** Without those of the scheduler's own job. */
  const rows = (where: string) =>
    scheduler.database.reads.all<{ jobId: string }>(
      `SELECT job_id AS jobId FROM job_runs WHERE job_id <> 'job_history_cleanup' AND ${where}`,
    );
  const allTaken = () =>
    eventually(async () => expect(await rows(`status = 'running' AND taken_at IS NOT NULL`)).toHaveLength(COUNT));

  const finishAll = async (starts: readonly RunStart[]) => {
    for (let first = 0; first < starts.length; first += 100) await host.finishAll(starts.slice(first, first + 100));
  };

  it.each([
    ['together to a host that takes many', true, 100],
    ['one by one to a host of an earlier version', false, 1],
  ])('are handed over %s, each once, and have one row each', async (_how, takesMany, mostPerMessage) => {
    host.takesMany = takesMany;
    await host.announce(...jobs());
    const before = (await rows('due_at IS NOT NULL')).length;
    await nextMinute();
    await begun();
    await allTaken();
    expect(host.starts).toHaveLength(COUNT);
    expect(Math.max(...host.messages)).toBe(mostPerMessage);
    await finishAll(host.starts);
    expect(await rows(`status = 'running'`)).toEqual([]);
    expect(await rows('due_at IS NOT NULL')).toHaveLength(before + COUNT);
  });

  it('do not wait for the one their host cannot take, nor are they offered again with it', async () => {
    host.takesMany = true;
    host.answers.set('job_7', 'already_running');
    await host.announce(...jobs());
    await nextMinute();
    await begun();
    await eventually(async () =>
      expect(await rows(`status = 'running' AND taken_at IS NULL`)).toEqual([{ jobId: 'job_7' }]),
    );
    host.answers.clear();
    await allTaken();
    expect(host.startsOf('job_8')).toHaveLength(1);
    expect(host.startsOf('job_7').length).toBeGreaterThan(1);
    await finishAll([...new Map(host.starts.map((start) => [start.run_id, start])).values()]);
    expect(await rows(`status = 'running'`)).toEqual([]);
  });

  it('begin although their host fails about one of them', async () => {
    host.takesMany = true;
    host.failsOn.add('job_7');
    await host.announce(...jobs());
    await nextMinute();
    await eventually(() => expect(host.starts).toHaveLength(COUNT - 1));
    host.failsOn.clear();
    await allTaken();
    await finishAll(host.starts);
    expect(await rows(`status = 'running'`)).toEqual([]);
  });

  it('leave one row each for every due time that passed meanwhile, whatever is to become of it', async () => {
    host.takesMany = true;
    const policies = ['skip', 'once', 'all'] as const;
    const away = ids.map((id, index) => {
      const missed_runs = policies[index % policies.length]!;
      return aJob({ id: `${missed_runs}_${id}`, schedule: { cron: '* * * * *' }, missed_runs });
    });
    await host.announce(...away);
    const from = scheduler.clock.seconds();
    await scheduler.goDown();
    const minutes = 15;
    scheduler.clock.advance(minutes * MINUTE);
    await scheduler.comeUp();
    await host.announce(...away);
    const runningAfterAnotherRound = async () => {
      await finishAll(host.starts.splice(0));
      await scheduler.look();
      return rows(`status = 'running'`);
    };
    await eventually(async () => expect(await runningAfterAnotherRound()).toEqual([]), { timeoutMs: 60_000 });
    const expected = Array.from({ length: minutes }, (_, index) => (Math.floor(from / MINUTE) + 1 + index) * MINUTE);
    const due = new Set(expected.map((seconds) => new Date(seconds * 1000).toISOString()));
    const counted = await scheduler.database.reads.all<{ jobId: string; times: string }>(
      `SELECT job_id AS jobId, group_concat(due_at) AS times FROM job_runs
       WHERE job_id GLOB '*_job_*' AND due_at > ? GROUP BY job_id`,
      [new Date(from * 1000).toISOString()],
    );
    expect(counted).toHaveLength(COUNT);
    for (const { times } of counted) expect(new Set(times.split(','))).toEqual(due);
    for (const { times } of counted) expect(times.split(',')).toHaveLength(minutes);
  }, 90_000);

  it('are judged each by its own token when they report together', async () => {
    host.takesMany = true;
    await host.announce(...jobs());
    await nextMinute();
    await begun();
    await allTaken();
    const [one, two, three, ...others] = host.starts;
    const impostor = { ...two!, lease_token: 'f'.repeat(32) };
    const leases = () =>
      scheduler.database.reads.all('SELECT id, lease_expires_at FROM job_runs WHERE id = ?', [two!.run_id]);
    const before = await leases();
    scheduler.clock.advance(1);
    await host.beatAll([impostor]);
    expect(await leases()).toEqual(before);
    await scheduler.call('POST', `/v1/admin/jobs/${one!.job_id}/cancel`);
    expect(
      (await host.beatAll([one!, impostor, two!])).map(({ kind, cancel }) => [kind, cancel !== undefined]),
    ).toEqual([
      ['renewed', true],
      ['lost', false],
      ['renewed', false],
    ]);
    expect(await host.finishAll([one!, impostor, two!, two!])).toEqual(['recorded', 'stale', 'recorded', 'stale']);
    expect(await host.finishAll([three!, two!])).toEqual(['recorded', 'stale']);
    await finishAll(others);
    expect(await rows(`status = 'running'`)).toEqual([]);
  });

  it('run and report in the service that hosts them, none twice and none told to stop', async () => {
    await host.announce();
    await host.die();
    const bus = MessageBus.connect({ url: scheduler.nats.url, service: 'catalog-api', logger: silentLogger() });
    const real = new JobHost({ bus, service: 'catalog-api', logger: silentLogger() });
    const runs: string[] = [];
    let aborted = 0;
    for (const declaration of jobs())
      real.register({
        declaration,
        run: ({ signal }) => {
          runs.push(declaration.id);
          signal.addEventListener('abort', () => (aborted += 1));
          return Promise.resolve(undefined);
        },
      });
    bus.start();
    await bus.whenConnected();
    real.start();
    afterTestFile(() => real.stop(0).then(() => bus.stop()));
    await eventually(async () =>
      expect((await scheduler.call<{ jobs: unknown[] }>('GET', '/v1/admin/jobs')).body.jobs).toHaveLength(COUNT + 1),
    );
    const completed = (await rows(`status = 'completed'`)).length;
    await nextMinute();
    await eventually(async () => expect(await rows(`status = 'completed'`)).toHaveLength(completed + COUNT));
    expect([...runs].sort()).toEqual([...ids].sort());
    expect(aborted).toBe(0);
  });
});
