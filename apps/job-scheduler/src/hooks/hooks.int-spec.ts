import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

describe('a hook', () => {
  let scheduler: TestScheduler;
  let host: TestHost;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  beforeEach(async () => {
    host.starts.length = 0;
    // Forgotten with everything that waits for it, and announced anew.
    await host.announce();
    scheduler.clock.advance(3600);
    await host.announce(aJob());
  });

  /** Raises hooks and waits until the scheduler has dealt with them. */
  const raised = async (...hooks: Parameters<TestScheduler['raise']>[0][]) => {
    const before = await scheduler.hooksHandled();
    for (const hook of hooks) await scheduler.raise(hook);
    await eventually(async () => expect(await scheduler.hooksHandled()).toBe(before + hooks.length));
    await scheduler.look();
  };

  it('starts the jobs that want it, and no others', async () => {
    await host.announce(aJob(), aJob({ id: 'twin' }), aJob({ id: 'other', schedule: { hooks: ['OnUserCreated'] } }));
    await raised('OnCatalogChange');
    for (const jobId of ['sweep', 'twin']) {
      const start = await host.start(jobId);
      expect(start.triggered_by).toBe('hook:OnCatalogChange');
      await host.finish(start);
    }
    expect(host.startsOf('other')).toEqual([]);
  });

  it('raised while the scheduler is down runs its job when the scheduler returns', async () => {
    await scheduler.goDown();
    await scheduler.raise('OnCatalogChange');
    scheduler.clock.advance(3600);
    await scheduler.comeUp();
    const start = await host.start();
    expect(start.triggered_by).toBe('hook:OnCatalogChange');
    await host.finish(start);
    expect((await scheduler.history())[0]).toMatchObject({ status: 'completed', triggered_by: 'hook:OnCatalogChange' });
  });

  it('raised again and again while its job runs becomes one further run', async () => {
    await raised('OnCatalogChange');
    const first = await host.start();
    await raised(...Array.from({ length: 25 }, () => 'OnCatalogChange' as const));
    expect(host.starts).toHaveLength(1);
    await host.finish(first);
    await host.finish(await host.start('sweep', 2));
    await scheduler.look();
    expect((await scheduler.job()).is_running).toBe(false);
    expect(host.starts).toHaveLength(2);
  });

  it('raised while a person runs the job becomes one further run after it', async () => {
    await scheduler.trigger('sweep');
    await raised('OnCatalogChange', 'OnCatalogChange');
    await host.finish(await host.start());
    expect((await host.start('sweep', 2)).triggered_by).toBe('hook:OnCatalogChange');
    await host.finish(await host.start('sweep', 2));
  });

  it('that waits for the end of a run is not forgotten over a restart', async () => {
    await raised('OnCatalogChange');
    const first = await host.start();
    await raised('OnCatalogChange');
    await scheduler.goDown();
    await scheduler.comeUp();
    expect(host.starts).toHaveLength(1);
    await host.finish(first);
    await host.finish(await host.start('sweep', 2));
  });

  it('that comes a moment before the job is announced for the first time counts for it', async () => {
    await raised('OnUserCreated', 'OnStartup');
    scheduler.clock.advance(30);
    await host.announce(aJob({ id: 'late', schedule: { hooks: ['OnStartup'] } }));
    const start = await host.start('late');
    expect(start.triggered_by).toBe('hook:OnStartup');
    await host.finish(start);
    await host.announce(aJob({ id: 'late', schedule: { hooks: ['OnStartup'] } }));
    await scheduler.look();
    expect(host.startsOf('late')).toHaveLength(1);
  });

  it('of long ago does not count for a new job', async () => {
    await raised('OnStartup');
    scheduler.clock.advance(3600);
    await host.announce(aJob({ id: 'new', schedule: { hooks: ['OnStartup'] } }));
    await scheduler.look();
    expect((await scheduler.job('new')).last_run).toBeNull();
  });
});
