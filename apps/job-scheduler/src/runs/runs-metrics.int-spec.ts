import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

describe('the metrics of runs', () => {
  let scheduler: TestScheduler;
  let host: TestHost;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
    await host.announce(...['ok', 'bad', 'stopped', 'lost', 'away', 'long'].map((id) => aJob({ id })));
  });

  const begun = async (jobId: string) => {
    await scheduler.trigger(jobId);
    return host.start(jobId);
  };
  const value = async (series: string) => {
    const text = await scheduler.metrics();
    const line = text.split('\n').find((one) => one.startsWith(`pezzottify_${series} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  const executions = (jobId: string, status: string) =>
    value(`background_job_executions_total{job_id="${jobId}",status="${status}"}`);
  const running = (jobId: string) => value(`background_job_running{job_id="${jobId}"}`);

  it('count a success, measure how long it took and show it while it runs', async () => {
    const start = await begun('ok');
    expect(await running('ok')).toBe(1);
    await scheduler.pass(20);
    await host.finish(start);
    expect(await running('ok')).toBe(0);
    expect(await executions('ok', 'success')).toBe(1);
    expect(await value('background_job_duration_seconds_sum{job_id="ok"}')).toBe(20);
    expect(await value('background_job_duration_seconds_count{job_id="ok"}')).toBe(1);
    const bucket = (le: string) => value(`background_job_duration_seconds_bucket{le="${le}",job_id="ok"}`);
    expect(await Promise.all(['0.1', '0.5', '1', '5', '10', '30', '60', '300', '600', '+Inf'].map(bucket))).toEqual([
      ...[0, 0, 0, 0, 0],
      ...[1, 1, 1, 1, 1],
    ]);
    await host.finish(await begun('ok').then(() => host.start('ok', 2)));
    expect(await executions('ok', 'success')).toBe(2);
  });

  it('tell failed and cancelled runs apart', async () => {
    await host.finish(await begun('bad'), { kind: 'failed', message: 'disk full' });
    await host.finish(await begun('stopped'), { kind: 'cancelled', message: 'the service is stopping' });
    expect(await executions('bad', 'failed')).toBe(1);
    expect(await executions('stopped', 'cancelled')).toBe(1);
    expect(await executions('stopped', 'failed')).toBeUndefined();
  });

  it('count a run whose host was lost as interrupted', async () => {
    await begun('lost');
    await scheduler.pass(35);
    expect(await executions('lost', 'interrupted')).toBe(1);
    expect(await running('lost')).toBe(0);
  });

  it('count a run that no host took as failed, with no duration', async () => {
    host.answer = 'unknown_job';
    await scheduler.trigger('away');
    host.answer = 'started';
    expect(await executions('away', 'failed')).toBe(1);
    expect(await value('background_job_duration_seconds_count{job_id="away"}')).toBeUndefined();
    expect(await running('away')).toBe(0);
  });

  it('show a run that goes on elsewhere after a restart', async () => {
    const start = await begun('long');
    await scheduler.goDown();
    await scheduler.comeUp();
    expect(await running('long')).toBe(1);
    expect(await running('ok')).toBe(0);
    await scheduler.pass(10);
    await host.finish(start);
    expect(await running('long')).toBe(0);
    expect(await value('background_job_duration_seconds_sum{job_id="long"}')).toBe(10);
  });

  it('measure how late scheduled runs begin, and count the due times at which nothing ran', async () => {
    await host.announce(aJob({ id: 'timed', schedule: { cron: '0 * * * *' } }));
    const dueAt = Date.parse((await scheduler.job('timed')).next_run_at!) / 1000;
    scheduler.clock.set(dueAt + 2);
    await scheduler.look();
    const start = await host.start('timed');
    scheduler.clock.set(dueAt + 3600);
    await scheduler.look();
    expect(await value('background_job_lateness_seconds_sum{job_id="timed"}')).toBe(2);
    expect(await value('background_job_passed_due_times_total{job_id="timed",status="skipped"}')).toBe(1);
    await host.finish(start);
  });

  it('show what should have ended, and hooks that wait for the end of a run', async () => {
    await host.announce(aJob({ id: 'slow', timeout_seconds: 30 }));
    const overtime = () => value('background_job_overtime_seconds{job_id="slow"}');
    const start = await begun('slow');
    await scheduler.raise('OnCatalogChange');
    await eventually(async () => expect(await value('background_job_pending_hooks')).toBe(1));
    expect(await overtime()).toBe(0);
    await scheduler.pass(25);
    await host.beat(start);
    await scheduler.pass(25);
    expect(await overtime()).toBe(20);
    await host.finish(start);
    expect(await overtime()).toBe(0);
    await host.finish(await host.start('slow', 2));
    expect(await value('background_job_pending_hooks')).toBe(0);
  });

  it('show what should have begun', async () => {
    await host.announce(aJob({ id: 'due', schedule: { cron: '0 * * * *' }, missed_runs: 'all' }));
    const overdue = () => value('background_job_overdue_seconds{job_id="due"}');
    const dueAt = Date.parse((await scheduler.job('due')).next_run_at!) / 1000;
    expect(await overdue()).toBe(0);
    // Of the two that were missed the second waits for the end of the first.
    scheduler.clock.set(dueAt + 3600 + 120);
    await scheduler.look();
    expect(await overdue()).toBe(120);
    await host.finish(await host.start('due'));
    await host.finish(await host.start('due', 2));
    await scheduler.look();
    expect(await overdue()).toBe(0);
  });

  it('are beside those that every service has', async () => {
    await scheduler.call('GET', '/v1/admin/jobs/ok');
    const text = await eventually(() => scheduler.metrics());
    expect(text).toContain('pezzottify_db_query_duration_seconds_bucket{le="0.001",operation="commit"}');
    expect(text).toContain('pezzottify_db_connection_errors_total 0');
    expect(text).toContain('pezzottify_http_requests_total{method="GET",path="/v1/admin/jobs/{job_id}",status="200"}');
    expect(text).toContain('pezzottify_process_memory_bytes');
  });
});
