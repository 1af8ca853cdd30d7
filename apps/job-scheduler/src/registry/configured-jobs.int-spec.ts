import { describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { aJob } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const HOUR = 3600;

/** A scheduler that runs with these tables of the configuration, and a host without jobs. */
async function setup(toml: string) {
  const scheduler = await TestScheduler.start({ toml });
  return { scheduler, host: await scheduler.host() };
}

const ID = 'popular_content';
const declared = aJob({ id: ID, schedule: { interval_seconds: HOUR, hooks: ['OnCatalogChange'] } });

interface Configured {
  schedule: object;
  configuration: object;
  next_run_at: string | null;
}
const shown = async (scheduler: TestScheduler) => (await scheduler.job(ID)) as unknown as Configured;

describe('the configuration of a job', () => {
  it('takes the place of what its code says, and is shown', async () => {
    const { scheduler, host } = await setup(`[background_jobs.popular_content]
cron = "30 4 * * *"
timeout_secs = 7
missed_runs = "all"
missed_cap = 3`);
    await host.announce(declared);
    const job = await shown(scheduler);
    expect(job.schedule).toEqual({ type: 'combined', cron: '30 4 * * *', hooks: ['OnCatalogChange'] });
    expect(job.configuration).toEqual({
      ...{ enabled: true, timeout_secs: 7, missed_runs: 'all', missed_cap: 3, jitter_secs: 0, start_time: null },
      ...{ shutdown: 'cancellable', overridden: ['cron', 'timeout_secs', 'missed_runs', 'missed_cap'] },
    });
    expect(job.next_run_at).toMatch(/T04:30:00.000Z$/);
    await scheduler.trigger(ID);
    const start = await host.start(ID);
    expect(start.timeout_seconds).toBe(7);
    await host.finish(start);
  });

  it('ties an interval to the clock, and scatters it', async () => {
    const { scheduler, host } = await setup(`[background_jobs.popular_content]
interval_hours = 6
start_time = "03:15"
jitter_secs = 600`);
    await host.announce(declared);
    const job = await shown(scheduler);
    expect(job.configuration).toMatchObject({ start_time: '03:15', jitter_secs: 600 });
    expect(job.schedule).toMatchObject({ value_secs: 6 * HOUR });
    const dueAt = Date.parse(job.next_run_at!);
    expect(dueAt).toBeGreaterThan(scheduler.clock.millis());
    const afterGrid = (dueAt / 1000 - 3.25 * HOUR) % (6 * HOUR);
    expect(afterGrid).toBeLessThanOrEqual(600);
    await scheduler.look();
    expect(host.startsOf(ID)).toEqual([]);
  });

  it('can switch a job off: neither schedule nor hooks start it, an administrator does', async () => {
    const { scheduler, host } = await setup('[background_jobs.popular_content]\nenabled = false');
    await host.announce(declared);
    expect(await shown(scheduler)).toMatchObject({ next_run_at: null, configuration: { enabled: false } });
    await scheduler.raise('OnCatalogChange');
    await eventually(async () => expect(await scheduler.hooksHandled()).toBe(1));
    await scheduler.pass(10);
    expect(host.startsOf(ID)).toEqual([]);
    await scheduler.trigger(ID);
    await host.finish(await host.start(ID));
    expect(await shown(scheduler)).toMatchObject({ next_run_at: null });
  });

  it('counts from the start of the scheduler, also before the host announces the job again', async () => {
    const { scheduler, host } = await setup('');
    await host.announce(declared);
    await host.finish(await host.start(ID));
    await scheduler.goDown();
    Object.assign(scheduler.config.jobs.popular_content, { intervalHours: 10 });
    await scheduler.comeUp();
    const job = await shown(scheduler);
    expect(job.schedule).toMatchObject({ value_secs: 10 * HOUR });
    expect(Date.parse(job.next_run_at!)).toBe(scheduler.clock.millis() + 10 * HOUR * 1000);
    await scheduler.goDown();
    Object.assign(scheduler.config.jobs.popular_content, { intervalHours: null });
    await scheduler.comeUp();
    expect((await shown(scheduler)).schedule).toMatchObject({ value_secs: HOUR });
  });
});
