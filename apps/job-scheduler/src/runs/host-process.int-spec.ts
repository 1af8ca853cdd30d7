import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { HostProcess } from '../test-app/host-process.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const HOUR = 3600;

/** The hosts are real processes; the scheduler's clock is the test's, theirs is the real one. */
describe('a run in another process', () => {
  let scheduler: TestScheduler;
  let count = 0;
  let jobId: string;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
  });

  /** Every test has jobs of its own: `cancel…`, `wait…` and `deaf…` differ in what they do when they are told to stop. */
  beforeEach(() => {
    jobId = `cancel_${(count += 1)}`;
  });

  const begin = async (host: HostProcess, id = jobId) => {
    await eventually(async () => expect(await scheduler.job(id)).toMatchObject({ id }));
    expect((await scheduler.trigger(id)).status).toBe(202);
    await host.heard('began', id);
  };
  const rows = async (id = jobId) =>
    (await scheduler.history(id)).map(({ status, error_message }) => [status, error_message] as const);
  const ended = (id: string, row: readonly [string, unknown]) =>
    eventually(async () => expect(await rows(id)).toEqual([row]), { timeoutMs: 20_000 });

  it('that was killed fails as interrupted within two heartbeats after its lease, and its job can run again', async () => {
    const host = await HostProcess.start(scheduler.nats.url, 0, jobId);
    await begin(host);
    await host.kill();
    await scheduler.pass(25);
    expect(await rows()).toEqual([['running', null]]);
    await scheduler.pass(10);
    await ended(jobId, ['failed', expect.stringMatching(/^interrupted/)]);
    const another = await HostProcess.start(scheduler.nats.url, 0, jobId);
    await begin(another);
    another.endRuns();
    await eventually(async () => expect((await rows())[0]).toEqual(['completed', null]));
    await another.kill();
  });

  it('that was frozen fails as interrupted; back again, it cannot write its late result', async () => {
    const host = await HostProcess.start(scheduler.nats.url, 0, jobId);
    await begin(host);
    host.signal('SIGSTOP');
    await scheduler.pass(40);
    const interrupted = ['failed', expect.stringMatching(/^interrupted/)] as const;
    expect(await rows()).toEqual([interrupted]);
    host.signal('SIGCONT');
    host.endRuns();
    await eventually(() => expect(host.log).toContain('the scheduler had ended this run already'), {
      timeoutMs: 20_000,
    });
    expect(await rows()).toEqual([interrupted]);
    await host.kill();
  });

  it('hears of a cancel within a second', async () => {
    const host = await HostProcess.start(scheduler.nats.url, 0, jobId);
    await begin(host);
    const from = performance.now();
    expect((await scheduler.call('POST', `/v1/admin/jobs/${jobId}/cancel`)).status).toBe(202);
    await host.heard('aborted');
    expect(performance.now() - from).toBeLessThan(1_000);
    await ended(jobId, ['failed', 'Cancelled']);
    await host.kill();
  });

  it.each([2 * HOUR, -2 * HOUR])('outlives a clock that jumps by %d s', async (seconds) => {
    const host = await HostProcess.start(scheduler.nats.url, 0, jobId);
    await begin(host);
    scheduler.clock.advance(seconds);
    await scheduler.look();
    await scheduler.pass(20);
    host.endRuns();
    await ended(jobId, ['completed', null]);
    scheduler.clock.advance(-seconds);
    await scheduler.look();
    await host.kill();
  });

  it('that was killed does not keep its run for hours because the clock was set back', async () => {
    const host = await HostProcess.start(scheduler.nats.url, 0, jobId);
    await begin(host);
    await host.kill();
    scheduler.clock.advance(-2 * HOUR);
    await scheduler.look();
    await scheduler.pass(100);
    expect(await rows()).toEqual([['failed', expect.stringMatching(/^interrupted/)]]);
    scheduler.clock.advance(2 * HOUR);
    await scheduler.look();
  });

  it('is cancelled, waited for or named when its service has to stop', async () => {
    const [wait, deaf] = [`wait_${count}`, `deaf_${count}`];
    const host = await HostProcess.start(scheduler.nats.url, 1_500, jobId, wait, deaf);
    for (const id of [jobId, wait, deaf]) await begin(host, id);
    host.signal('SIGTERM');
    await host.heard('aborted', jobId);
    await ended(jobId, ['failed', 'Cancelled']);
    // Nobody tells those two to stop before the limit.
    expect(host.news.filter(({ kind }) => kind === 'aborted')).toHaveLength(1);
    expect(await host.exited()).toBe(0);
    expect(host.log).toContain(`"jobs":["${wait}","${deaf}"],"msg":"these jobs did not end in time`);
  });

  it('that must complete is waited for when its service has to stop', async () => {
    const wait = `wait_${count}`;
    const host = await HostProcess.start(scheduler.nats.url, 20_000, wait);
    await begin(host, wait);
    host.signal('SIGTERM');
    host.endRuns();
    expect(await host.exited()).toBe(0);
    await ended(wait, ['completed', null]);
  });
});
