import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler, type JobRow } from '../test-app/test-scheduler.js';

const HOUR = 3600;

describe('an announcement', () => {
  let scheduler: TestScheduler;
  let host: TestHost;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  beforeEach(() => host.announce());

  const listed = async () => {
    const { body } = await scheduler.call<{ jobs: JobRow[] }>('GET', '/v1/admin/jobs');
    return body.jobs.map(({ id }) => id);
  };
  const nextRun = async (jobId: string) => Date.parse((await scheduler.job(jobId)).next_run_at ?? '') / 1000;
  const every = (id: string, interval_seconds: number) => aJob({ id, schedule: { interval_seconds } });

  it('says which jobs it takes and why it does not take the others', async () => {
    const reply = await host.announce(
      aJob({ id: 'fine' }),
      aJob({ id: 'never', schedule: {} }),
      aJob({ id: 'wrong', schedule: { cron: '0 25 * * *' } }),
      aJob({ id: 'hookless', schedule: { hooks: [] } }),
    );
    expect(reply).toEqual({
      accepted: ['fine'],
      refused: [
        { id: 'never', reason: expect.stringContaining('neither cron nor interval_seconds nor hooks') },
        { id: 'wrong', reason: 'cron "0 25 * * *", position 3: "25" is no hour; allowed: 0 to 23' },
        { id: 'hookless', reason: expect.any(String) },
      ],
      takes_many: true,
    });
    expect(await listed()).toEqual(['fine', 'job_history_cleanup']);
  });

  it('that changes nothing does not move the next due time', async () => {
    await host.announce(every('steady', HOUR));
    await host.finish(await host.start('steady'));
    const before = await nextRun('steady');
    await scheduler.pass(60);
    await host.announce({ ...every('steady', HOUR), name: 'Another name' });
    expect(await nextRun('steady')).toBe(before);
    expect(await scheduler.job('steady')).toMatchObject({ name: 'Another name' });
  });

  it('with another interval counts it from the last run', async () => {
    await host.announce(every('changed', 10 * HOUR));
    await host.finish(await host.start('changed'));
    const endedAt = scheduler.clock.seconds();
    scheduler.clock.advance(HOUR);
    await host.announce(every('changed', 2 * HOUR));
    expect(await nextRun('changed')).toBe(endedAt + 2 * HOUR);
    await host.announce(every('changed', 60));
    await host.finish(await host.start('changed', 2));
  });

  it('without a job takes it from the list, and nothing starts it any more; its history comes back with it', async () => {
    await host.announce(every('passing', HOUR), aJob({ id: 'staying' }));
    await host.finish(await host.start('passing'));
    const endedAt = scheduler.clock.seconds();
    await host.announce(aJob({ id: 'staying' }));
    expect(await listed()).toEqual(['job_history_cleanup', 'staying']);
    expect((await scheduler.trigger('passing')).status).toBe(404);
    scheduler.clock.advance(HOUR / 2);
    await scheduler.look();
    await host.announce(every('passing', HOUR), aJob({ id: 'staying' }));
    expect(await nextRun('passing')).toBe(endedAt + HOUR);
    expect(await scheduler.history('passing')).toHaveLength(1);
    expect(host.startsOf('passing')).toHaveLength(1);
  });

  it('says nothing about the jobs of other services', async () => {
    const other = await scheduler.host('download-manager');
    await other.announce(aJob({ id: 'theirs' }));
    await host.announce(aJob({ id: 'ours' }));
    expect(await listed()).toEqual(['job_history_cleanup', 'ours', 'theirs']);
    await other.announce();
  });

  it('takes a job away whose run is going: the run ends all the same', async () => {
    await host.announce(aJob({ id: 'leaving' }));
    await scheduler.trigger('leaving');
    const start = await host.start('leaving');
    await host.announce();
    expect(await host.finish(start)).toBe('recorded');
    await host.announce(aJob({ id: 'leaving' }));
    expect((await scheduler.job('leaving')).last_run).toMatchObject({ outcome: 'Success' });
  });
});
