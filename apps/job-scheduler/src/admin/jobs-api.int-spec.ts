import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { insertOccurrences } from '../storage/occurrences.repository.js';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler, type JobRow, type RunRow } from '../test-app/test-scheduler.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('the jobs API', () => {
  let scheduler: TestScheduler;
  let host: TestHost;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  /** Every test has a job of its own. */
  let count = 0;
  let jobId: string;
  beforeEach(async () => {
    jobId = `job_${(count += 1)}`;
    host.answer = 'started';
    await host.announce(aJob({ id: jobId }));
  });

  it('lists jobs by id, each as the contract shows it', async () => {
    const jobs = [
      aJob({ id: 'b_cron', schedule: { cron: '5 4 * * *' } }),
      aJob({ id: 'a_both', schedule: { interval_seconds: 3600, hooks: ['OnStartup'] } }),
      aJob({ id: 'd_hook', schedule: { hooks: ['OnUserCreated'] } }),
      aJob({ id: 'c_interval', schedule: { interval_seconds: 60 } }),
    ];
    await host.announce(...jobs);
    const { status, headers, body } = await scheduler.call<{ jobs: JobRow[] }>('GET', '/v1/admin/jobs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.jobs.map(({ id }) => id)).toEqual(['a_both', 'b_cron', 'c_interval', 'd_hook', 'job_history_cleanup']);
    expect(body.jobs.map((job) => (job as unknown as { schedule: unknown }).schedule).slice(0, 4)).toEqual([
      { type: 'combined', value_secs: 3600, hooks: ['OnStartup'] },
      { type: 'cron', cron: '5 4 * * *' },
      { type: 'interval', value_secs: 60 },
      { type: 'hook', hooks: ['OnUserCreated'] },
    ]);
    expect(body.jobs[1]).toEqual({
      id: 'b_cron',
      name: 'Sweep',
      description: 'Removes what nobody needs any more',
      schedule: { type: 'cron', cron: '5 4 * * *' },
      status: 'idle',
      is_running: false,
      last_run: null,
      next_run_at: expect.stringMatching(/T04:05:00.000Z$/),
      pause: null,
      parameters: null,
      configuration: {
        ...{ enabled: true, timeout_secs: 600, missed_runs: 'once', missed_cap: 10, jitter_secs: 0 },
        ...{ start_time: null, shutdown: 'cancellable', overridden: [] },
      },
    });
    expect(body.jobs[3]).toMatchObject({ last_run: null, next_run_at: null });
  });

  it('shows a job that runs, and how its last run ended', async () => {
    const { body } = await scheduler.trigger(jobId);
    expect(await scheduler.job(jobId)).toMatchObject({
      status: 'running',
      is_running: true,
      last_run: { run_id: body.run_id, status: 'running', outcome: 'Running', finished_at: null, error_message: null },
    });
    await scheduler.pass(3);
    await host.finish(await host.start(jobId), { kind: 'failed', message: 'disk full' });
    const job = await scheduler.job(jobId);
    expect(job).toMatchObject({ status: 'idle', is_running: false });
    expect(job.last_run).toEqual({
      run_id: body.run_id,
      started_at: expect.stringMatching(INSTANT),
      finished_at: expect.stringMatching(INSTANT),
      status: 'failed',
      outcome: 'Failed',
      error_message: 'disk full',
      triggered_by: 'manual',
    });
    expect(Date.parse(job.last_run!.finished_at!) - Date.parse(job.last_run!.started_at)).toBe(3_000);
  });

  it('shows the last run that really started, not the due times after it', async () => {
    const { body } = await scheduler.trigger(jobId);
    await host.finish(await host.start(jobId));
    const dueAt = scheduler.clock.millis() + 60_000;
    const occurrence = { dueAt, status: 'missed', reason: 'away' } as const;
    await scheduler.database.write((tx) => insertOccurrences(tx, [{ jobId, ...occurrence }]));
    expect((await scheduler.job(jobId)).last_run).toMatchObject({ run_id: body.run_id, outcome: 'Success' });
    expect((await scheduler.history(jobId)).map(({ status, outcome }) => [status, outcome])).toEqual([
      ['missed', null],
      ['completed', 'Success'],
    ]);
  });

  it('says that a job runs although the clock was set back since its run before', async () => {
    await scheduler.trigger(jobId);
    await host.finish(await host.start(jobId));
    scheduler.clock.advance(-7200);
    await scheduler.trigger(jobId);
    const job = await scheduler.job(jobId);
    scheduler.clock.advance(7200);
    expect(job.is_running).toBe(true);
    await host.finish(await host.start(jobId, 2));
  });

  it('triggers a run: 202 with its id, which the host is given', async () => {
    const { status, body } = await scheduler.trigger(jobId, '?force=true');
    expect(status).toBe(202);
    expect(body).toEqual({ status: 'triggered', job_id: jobId, run_id: expect.any(Number) });
    expect(await host.start(jobId)).toEqual({
      run_id: body.run_id,
      lease_token: expect.stringMatching(/^[0-9a-f]{32}$/),
      lease_seconds: 30,
      job_id: jobId,
      triggered_by: 'manual',
      timeout_seconds: 600,
      is_forced: true,
    });
    await host.finish(await host.start(jobId));
  });

  it('does not force a run unless asked to', async () => {
    expect((await scheduler.trigger(jobId)).status).toBe(202);
    expect((await host.start(jobId)).is_forced).toBe(false);
    await host.finish(await host.start(jobId));
  });

  it('refuses a second run beside one that is going: 409', async () => {
    await scheduler.trigger(jobId);
    const { status, body } = await scheduler.trigger(jobId);
    expect([status, body.code]).toEqual([409, 'JOB_RUNNING']);
    await host.finish(await host.start(jobId));
    expect(host.startsOf(jobId)).toHaveLength(1);
    expect((await scheduler.trigger(jobId)).status).toBe(202);
    await host.finish(await host.start(jobId, 2));
  });

  it('lets one of two triggers at once through', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => scheduler.trigger(jobId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    await host.finish(await host.start(jobId));
    expect(host.startsOf(jobId)).toHaveLength(1);
  });

  it('says 409 also when the host is still busy with a run that was given up', async () => {
    host.answer = 'already_running';
    const { status, body } = await scheduler.trigger(jobId);
    expect([status, body.code]).toEqual([409, 'JOB_RUNNING']);
  });

  it('says 503 when the service that runs the job is away or stopping, and the schedule stays as it was', async () => {
    await host.announce(aJob({ id: jobId, schedule: { interval_seconds: 3600 } }));
    await host.finish(await host.start(jobId));
    const { next_run_at } = await scheduler.job(jobId);
    await scheduler.pass(60);
    const away = (name: string) => `catalog-api, which runs the job "${name}", is not available`;
    for (const goAway of [() => (host.answer = 'stopping'), () => host.die()]) {
      await goAway();
      const { status, body } = await scheduler.trigger(jobId);
      expect([status, body.code]).toEqual([503, 'JOB_HOST_UNAVAILABLE']);
      expect(body.error).toContain('not available');
    }
    expect((await scheduler.history(jobId))[0]).toMatchObject({
      status: 'failed',
      error_message: `not started: ${away(jobId)}`,
    });
    expect((await scheduler.job(jobId)).next_run_at).toBe(next_run_at);
    await host.comeUp();
  });

  it.each([
    ['GET', '/v1/admin/jobs/nothing'],
    ['GET', '/v1/admin/jobs/nothing/history'],
    ['POST', '/v1/admin/jobs/nothing/trigger'],
    ['GET', `/v1/admin/jobs/${'x'.repeat(300)}`],
    ['GET', '/v1/admin/jobs/%00/history'],
  ])('%s %s: 404 NOT_FOUND', async (method, path) => {
    const { status, body } = await scheduler.call(method, path);
    expect([status, body]).toEqual([404, { error: expect.any(String), code: 'NOT_FOUND' }]);
  });

  it.each([
    ['GET', 'history?limit=-1', 'limit: "-1" is not possible; allowed: an integer from 0'],
    ['GET', 'history?limit=1.5', 'limit: "1.5" is not possible; allowed: an integer from 0'],
    ['GET', 'history?limit=', 'limit: "" is not possible; allowed: an integer from 0'],
    ['GET', 'history?limit=1&limit=2', 'limit: ["1","2"] is not possible; allowed: an integer from 0, once'],
    ['POST', 'trigger?force=yes', 'force: "yes" is not possible; allowed: true, false'],
  ])('%s %s: 400, and what is allowed', async (method, path, error) => {
    const { status, body } = await scheduler.call(method, `/v1/admin/jobs/${jobId}/${path}`);
    expect([status, body]).toEqual([400, { error, code: 'INVALID_PARAMETER' }]);
    expect(host.startsOf(jobId)).toHaveLength(0);
  });

  it('judges parameters before it looks for the job', async () => {
    expect((await scheduler.call('GET', '/v1/admin/jobs/nothing/history?limit=x')).status).toBe(400);
  });

  it('gives the newest of the history: 20 unless asked for more, 200 at most', async () => {
    const from = scheduler.clock.millis() - 1_000_000;
    const due = Array.from({ length: 230 }, (_, index) => ({
      jobId,
      dueAt: from + index * 1000,
      status: 'missed' as const,
      reason: `${index}`,
    }));
    await scheduler.database.write((tx) => insertOccurrences(tx, due));
    const ask = async (query: string) => {
      const { body } = await scheduler.call<{ history: RunRow[] }>('GET', `/v1/admin/jobs/${jobId}/history${query}`);
      return body.history.map((row) => Number(row.error_message));
    };
    expect(await ask('')).toEqual(Array.from({ length: 20 }, (_, index) => 229 - index));
    expect(await ask('?limit=3')).toEqual([229, 228, 227]);
    expect(await ask('?limit=0')).toEqual([]);
    expect(await ask('?limit=5000')).toHaveLength(200);
  });

  it.each([
    ['GET', '/v1/admin/jobs', 'nobody', 403, 'NO_SESSION'],
    ['GET', '/v1/admin/jobs', 'guest', 403, 'FORBIDDEN'],
    ['GET', '/v1/admin/jobs/sweep', 'guest', 403, 'FORBIDDEN'],
    ['GET', '/v1/admin/jobs/sweep/history?limit=x', 'guest', 403, 'FORBIDDEN'],
    ['POST', '/v1/admin/jobs/sweep/trigger', 'guest', 403, 'FORBIDDEN'],
    ['DELETE', '/v1/admin/jobs/sweep', 'guest', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/admin/jobs/sweep/nothing', 'nobody', 404, 'ROUTE_NOT_FOUND'],
  ])('%s %s of %s: %d %s', async (method, path, token, status, code) => {
    const answer = await scheduler.call<{ code: string }>(method, path, { token });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('describes the answer of every route', async () => {
    interface Operation {
      responses: Record<string, { content?: Record<string, { schema?: { required?: string[] } }> }>;
    }
    const { body } = await scheduler.call<{ paths: Record<string, Record<string, Operation>> }>(
      'GET',
      '/v1/openapi.json',
    );
    const answered = (path: string, method: string, status: number) => {
      const responses = body.paths[path]?.[method]?.responses ?? {};
      return responses[status]?.content?.['application/json']?.schema?.required;
    };
    expect(answered('/v1/admin/jobs', 'get', 200)).toEqual(['jobs']);
    expect(answered('/v1/admin/jobs/{job_id}', 'get', 200)).toEqual(
      Object.keys(await scheduler.job(jobId)).filter((key) => key !== ''),
    );
    expect(answered('/v1/admin/jobs/{job_id}/history', 'get', 200)).toEqual(['history', 'next_until']);
    expect(answered('/v1/admin/jobs/{job_id}/trigger', 'post', 202)).toEqual(['status', 'job_id', 'run_id']);
    const statuses = Object.keys(body.paths['/v1/admin/jobs/{job_id}/trigger']!.post!.responses);
    expect(statuses).toEqual(expect.arrayContaining(['202', '400', '403', '404', '409', '500', '503']));
  });
});
