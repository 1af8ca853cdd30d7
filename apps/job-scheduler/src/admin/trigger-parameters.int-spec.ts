import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const parameters = {
  type: 'object',
  additionalProperties: false,
  properties: { dry_run: { type: 'boolean' }, batch: { type: 'integer', minimum: 1 } },
};

describe('parameters of a trigger', () => {
  let scheduler: TestScheduler;
  let host: TestHost;
  let count = 0;
  let jobId: string;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  beforeEach(async () => {
    jobId = `job_${(count += 1)}`;
    host.answer = 'started';
    await host.announce(aJob({ id: jobId, parameters }), aJob({ id: 'plain' }));
  });

  const trigger = (body: string, id = jobId) =>
    scheduler.call<{ error: string; code: string }>('POST', `/v1/admin/jobs/${id}/trigger`, { body });

  it('reach the host with the run', async () => {
    expect((await trigger('{"parameters":{"dry_run":true,"batch":5}}')).status).toBe(202);
    const start = await host.start(jobId);
    expect(start.parameters).toEqual({ dry_run: true, batch: 5 });
    await host.finish(start);
  });

  it.each(['', '{}', '{"parameters":null}', '{"parameters":{}}', '{"other":1}'])(
    'are none in the body %j',
    async (body) => {
      expect((await trigger(body)).status).toBe(202);
      const start = await host.start(jobId);
      expect(start).not.toHaveProperty('parameters');
      await host.finish(start);
    },
  );

  it('may come without any body and content type', async () => {
    expect((await trigger('', 'plain')).status).toBe(202);
    await host.finish(await host.start('plain'));
  });

  it.each([
    ['{"parameters":{"dry_run":"yes"}}', 'INVALID_VALUE', 'parameters: /dry_run must be boolean'],
    ['{"parameters":{"batch":0}}', 'INVALID_VALUE', 'parameters: /batch must be >= 1'],
    ['{"parameters":{"dryrun":true}}', 'INVALID_VALUE', 'additional properties'],
    ['{"parameters":[1]}', 'INVALID_VALUE', 'parameters must be an object'],
    ['{"parameters":"x"}', 'INVALID_VALUE', 'parameters must be an object'],
    [`{"parameters":{"dry_run":"${'x'.repeat(4000)}"}}`, 'INVALID_VALUE', 'too long; allowed: 4000 characters of JSON'],
    ['[]', 'INVALID_VALUE', 'the body must be a JSON object'],
    ['{"parameters":', 'MALFORMED_JSON', 'not valid JSON'],
  ])('that are not possible are refused, and nothing runs: %.40s', async (body, code, error) => {
    const answer = await trigger(body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.error).toContain(error);
    expect(await scheduler.history(jobId)).toEqual([]);
  });

  it('are refused for a job that takes none', async () => {
    const { status, body } = await trigger('{"parameters":{"dry_run":true}}', 'plain');
    expect([status, body]).toEqual([400, { code: 'INVALID_VALUE', error: 'parameters: the job "plain" takes none' }]);
  });

  it('that the host does not accept any more are refused too', async () => {
    host.answer = 'invalid_parameters';
    const { status, body } = await trigger('{"parameters":{"dry_run":true}}');
    expect([status, body.code]).toEqual([400, 'INVALID_VALUE']);
    await eventually(async () => expect((await scheduler.history(jobId))[0]?.status).toBe('failed'));
  });

  it('are not forgotten when the scheduler is restarted before the host has the run', async () => {
    const now = scheduler.clock.millis();
    await scheduler.goDown();
    await scheduler.database.write((tx) =>
      tx.run(
        `INSERT INTO job_runs (job_id, started_at, status, triggered_by, host, lease_token, lease_expires_at, parameters)
         VALUES (?, ?, 'running', 'manual', 'catalog-api', ?, ?, '{"batch":7}')`,
        [jobId, new Date(now).toISOString(), 'e'.repeat(32), new Date(now).toISOString()],
      ),
    );
    await scheduler.comeUp();
    const start = await host.start(jobId);
    expect(start.parameters).toEqual({ batch: 7 });
    await host.finish(start);
  });

  it('that runs of a schedule could not bring are refused when the job is announced', async () => {
    const job = aJob({ id: jobId, parameters: { ...parameters, required: ['batch'] } });
    const { refused } = await host.announce(job);
    expect(refused).toEqual([{ id: jobId, reason: expect.stringContaining('parameters of a scheduled run') }]);
  });
});
