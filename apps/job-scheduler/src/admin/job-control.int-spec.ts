import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler, type JobRow } from '../test-app/test-scheduler.js';

const HOUR = 3600;

interface Audit {
  entries: { user_handle: string; action: string; job_id: string; run_id: number | null; details: object }[];
  total_count: number;
  has_more: boolean;
}

describe('administrators', () => {
  let scheduler: TestScheduler;
  let host: TestHost;
  let count = 0;
  let jobId: string;
  let from: number;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  beforeEach(async () => {
    jobId = `job_${(count += 1)}`;
    host.answer = 'started';
    from = Math.ceil(scheduler.clock.seconds() / HOUR) * HOUR;
    scheduler.clock.set(from + 10);
    await host.announce(aJob({ id: jobId, schedule: { cron: '0 * * * *', hooks: ['OnCatalogChange'] } }));
  });

  const post = <Body = { status: string; code: string; run_id: number }>(action: string, body?: unknown, id = jobId) =>
    scheduler.call<Body>('POST', `/v1/admin/jobs/${id}/${action}`, body === undefined ? {} : { body: json(body) });
  const json = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
  const audit = async (query = `?job_id=${jobId}`) =>
    (await scheduler.call<Audit>('GET', `/v1/admin/jobs/audit${query}`)).body;
  const begun = async () => {
    await scheduler.trigger(jobId);
    await scheduler.taken(jobId);
    return host.start(jobId);
  };
  const jump = async (seconds: number) => {
    scheduler.clock.advance(seconds);
    await scheduler.look();
  };
  const ledger = async () => {
    const path = `/v1/admin/jobs/${jobId}/occurrences`;
    const { body } = await scheduler.call<{ occurrences: { status: string; reason: string | null }[] }>('GET', path);
    return body.occurrences.map(({ status, reason }) => [status, reason]);
  };
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

  describe('cancel', () => {
    it('a run: its host is told, and it ends as failed with Cancelled', async () => {
      const start = await begun();
      const { status, body } = await post('cancel', { reason: 'too slow' });
      expect([status, body]).toEqual([202, { status: 'cancelling', job_id: jobId, run_id: start.run_id }]);
      const cancel = await eventually(
        () => host.cancels.find(({ run_id }) => run_id === start.run_id) ?? Promise.reject(new Error('not told')),
      );
      expect(cancel).toMatchObject({ lease_token: start.lease_token, reason: 'Cancelled by admin: too slow' });
      await host.finish(start, {
        kind: 'cancelled',
        message: 'Cancelled by admin: too slow',
        error_class: 'cancelled',
      });
      expect((await scheduler.history(jobId))[0]).toMatchObject({ status: 'failed', error_message: 'Cancelled' });
    });

    it('a run whose host did not hear of it: the next heartbeat says so, after a restart too', async () => {
      const start = await begun();
      await host.die();
      expect((await post('cancel')).status).toBe(202);
      await scheduler.goDown();
      await scheduler.comeUp();
      await host.comeUp();
      expect(await host.heartbeat(start)).toEqual({ kind: 'renewed', cancel: 'Cancelled by an administrator' });
      await host.finish(start, { kind: 'cancelled', message: '' });
    });

    it('a run no host has taken: it ends at once and is not handed over any more', async () => {
      host.answer = 'stopping';
      await jump(HOUR);
      const start = await host.start(jobId);
      expect((await post('cancel')).status).toBe(202);
      expect((await scheduler.history(jobId))[0]).toMatchObject({ status: 'failed', error_message: 'Cancelled' });
      host.answer = 'started';
      expect(await host.beat(start)).toBe('lost');
      expect((await scheduler.job(jobId)).is_running).toBe(false);
    });

    it('nothing when nothing runs: 409', async () => {
      const { status, body } = await post('cancel');
      expect([status, body.code]).toEqual([409, 'JOB_NOT_RUNNING']);
      expect(await audit()).toMatchObject({ entries: [] });
    });
  });

  describe('pause', () => {
    it('a job: due times are suppressed with who and why, and nothing runs', async () => {
      const { status, body } = await post<JobRow & { pause: unknown }>('pause', { reason: 'disk is being moved' });
      expect(status).toBe(200);
      expect(body.pause).toEqual({
        owner: 'admin',
        reason: 'disk is being moved',
        paused_at: iso(from + 10),
        expires_at: null,
      });
      await jump(2 * HOUR);
      expect(await ledger()).toEqual([
        ['suppressed', 'paused by admin: disk is being moved'],
        ['suppressed', 'paused by admin: disk is being moved'],
      ]);
      expect((await scheduler.history(jobId))[0]).toMatchObject({ status: 'suppressed', outcome: null });
      expect(host.startsOf(jobId)).toEqual([]);
    });

    it('a job, and resume it: the next due time runs', async () => {
      await post('pause', { reason: 'x' });
      await jump(HOUR);
      const { status, body } = await post<{ pause: unknown }>('resume');
      expect([status, body.pause]).toEqual([200, null]);
      await jump(HOUR);
      await host.finish(await host.start(jobId));
      expect((await ledger()).map(([status]) => status)).toEqual(['ran', 'suppressed']);
    });

    it('for a time: it ends by itself, over a restart too', async () => {
      await post('pause', { reason: 'x', duration_secs: 1.5 * HOUR });
      await scheduler.goDown();
      scheduler.clock.advance(2.5 * HOUR);
      await scheduler.comeUp();
      await scheduler.look();
      await host.finish(await host.start(jobId));
      expect((await ledger()).map(([status]) => status)).toEqual(['late', 'suppressed']);
      expect(await scheduler.job(jobId)).toMatchObject({ pause: null });
    });

    it('until an instant', async () => {
      const { body } = await post<{ pause: unknown }>('pause', { reason: 'x', expires_at: iso(from + 2 * HOUR) });
      expect(body.pause).toMatchObject({ expires_at: iso(from + 2 * HOUR) });
      await jump(2 * HOUR);
      await host.finish(await host.start(jobId));
      expect((await ledger()).map(([status]) => status)).toEqual(['ran', 'suppressed']);
    });

    it('a job: hooks wait until it is resumed, as one run', async () => {
      await post('pause', { reason: 'x' });
      const before = await scheduler.hooksHandled();
      await scheduler.raise('OnCatalogChange');
      await scheduler.raise('OnCatalogChange');
      await eventually(async () => expect(await scheduler.hooksHandled()).toBe(before + 2));
      await scheduler.look();
      expect(host.startsOf(jobId)).toEqual([]);
      await post('resume');
      await host.finish(await host.start(jobId));
      await scheduler.look();
      expect(host.startsOf(jobId)).toHaveLength(1);
    });

    it('a job, and can trigger it all the same', async () => {
      await post('pause', { reason: 'x' });
      await host.finish(await begun());
    });

    it('a job while it runs: the run goes on', async () => {
      const start = await begun();
      await post('pause', { reason: 'x' });
      expect(await host.finish(start)).toBe('recorded');
    });

    it.each([
      [{}, 422, 'INVALID_BODY'],
      [{ reason: '' }, 422, 'INVALID_BODY'],
      [{ reason: 'x'.repeat(501) }, 422, 'INVALID_BODY'],
      [{ reason: 'x', duration_secs: 0 }, 422, 'INVALID_BODY'],
      [{ reason: 'x', duration_secs: '5' }, 422, 'INVALID_BODY'],
      [{ reason: 'x', expires_at: 'tomorrow' }, 400, 'INVALID_PARAMETER'],
      [{ reason: 'x', expires_at: '2001-01-01T00:00:00Z' }, 400, 'INVALID_VALUE'],
      [{ reason: 'x', expires_at: '2099-01-01T00:00:00Z', duration_secs: 5 }, 400, 'INVALID_VALUE'],
      ['{', 400, 'MALFORMED_JSON'],
    ])('not with the body %j: %d %s', async (body, status, code) => {
      const answer = await post('pause', body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(await scheduler.job(jobId)).toMatchObject({ pause: null });
    });
  });

  it.each(['cancel', 'pause', 'resume'])('cannot %s a job nobody knows, and nobody else can', async (action) => {
    expect((await post(action, { reason: 'x' }, 'nothing')).status).toBe(404);
    const path = `/v1/admin/jobs/${jobId}/${action}`;
    expect((await scheduler.call('POST', path, { token: 'guest', body: '{"reason":"x"}' })).status).toBe(403);
  });

  it('leave a trace of everything they do', async () => {
    const start = await begun();
    await post('cancel', { reason: 'too slow' });
    await host.finish(start);
    await post('pause', { reason: 'later', expires_at: iso(from + HOUR) });
    await post('resume');
    await post('resume');
    const { entries, total_count, has_more } = await audit();
    expect([total_count, has_more]).toEqual([4, false]);
    const common = { user_handle: 'admin', user_id: 1, job_id: jobId };
    expect(entries).toEqual([
      expect.objectContaining({ ...common, action: 'resume', run_id: null, details: {} }),
      expect.objectContaining({ action: 'pause', details: { reason: 'later', expires_at: iso(from + HOUR) } }),
      expect.objectContaining({ action: 'cancel', run_id: start.run_id, details: { reason: 'too slow' } }),
      expect.objectContaining({ action: 'trigger', run_id: start.run_id, details: { force: false, parameters: {} } }),
    ]);
    expect(await audit(`?job_id=${jobId}&action=pause`)).toMatchObject({ total_count: 1 });
    expect(await audit(`?job_id=${jobId}&limit=1&offset=1`)).toMatchObject({
      entries: [{ action: 'pause' }],
      has_more: true,
    });
  });

  it.each(['?limit=x', '?action=delete', `?job_id=${'x'.repeat(65)}`])(
    'cannot read the audit with %s',
    async (query) => {
      expect((await scheduler.call('GET', `/v1/admin/jobs/audit${query}`)).status).toBe(400);
    },
  );

  describe('see of a run', () => {
    const details = async (runId: number) =>
      (await scheduler.call<Record<string, unknown>>('GET', `/v1/admin/jobs/${jobId}/runs/${runId}`)).body;

    it('its progress and the end of its log while it runs, and its summary at the end', async () => {
      const start = await begun();
      const progress = { fraction: 0.25, text: '25 of 100' };
      await host.heartbeat(start, { progress, log_tail: ['one', 'two'] });
      expect(await details(start.run_id)).toMatchObject({
        ...{ status: 'running', progress, log_tail: ['one', 'two'], summary: null, error_class: null },
        ...{ host: 'catalog-api', is_forced: false, parameters: {}, due_at: null, cancel_requested_at: null },
      });
      await host.finish(start, { kind: 'completed', summary: '100 rows' }, { log_tail: ['three'] });
      expect(await details(start.run_id)).toMatchObject({ progress, log_tail: ['three'], summary: '100 rows' });
    });

    it.each([
      [{ kind: 'failed', message: 'x', error_class: 'timeout' } as const, 'timeout'],
      [{ kind: 'failed', message: 'x' } as const, 'job_error'],
      [{ kind: 'cancelled', message: 'x', error_class: 'shutdown' } as const, 'shutdown'],
    ])('the class of its error: %j', async (outcome, error_class) => {
      const start = await begun();
      await host.finish(start, outcome);
      expect(await details(start.run_id)).toMatchObject({ error_class, status: 'failed' });
    });

    it('that its host was lost, or was never there', async () => {
      const lost = await begun();
      await host.die();
      await scheduler.pass(35);
      expect(await details(lost.run_id)).toMatchObject({ error_class: 'interrupted' });
      await scheduler.trigger(jobId);
      const [newest] = await scheduler.history(jobId);
      expect(await details(newest!.run_id)).toMatchObject({ error_class: 'not_started' });
      await host.comeUp();
    });

    it('nothing of runs of other jobs', async () => {
      const start = await begun();
      await host.finish(start);
      expect((await scheduler.call('GET', `/v1/admin/jobs/job_history_cleanup/runs/${start.run_id}`)).status).toBe(404);
      expect((await scheduler.call('GET', `/v1/admin/jobs/${jobId}/runs/x`)).status).toBe(400);
    });
  });

  describe('filter the history', () => {
    interface HistoryPage {
      history: { run_id: number }[];
      next_until: string | null;
    }
    const ids = async (query: string) => {
      const { body } = await scheduler.call<{ history: { run_id: number }[] }>(
        'GET',
        `/v1/admin/jobs/${jobId}/history${query}`,
      );
      return body.history.map(({ run_id }) => run_id);
    };

    it('by status, trigger and time, page by page', async () => {
      await jump(HOUR);
      await host.finish(await host.start(jobId));
      await jump(60);
      const failed = await scheduler.trigger(jobId);
      await host.finish(await host.start(jobId, 2), { kind: 'failed', message: 'x' });
      const [second = 0, first = 0] = await ids('');
      expect(second).toBe(failed.body.run_id);
      expect(await ids('?status=failed')).toEqual([second]);
      expect(await ids('?triggered_by=schedule')).toEqual([first]);
      expect(await ids('?triggered_by=hook:OnStartup')).toEqual([]);
      expect(await ids(`?since=${iso(from + HOUR + 60)}`)).toEqual([second]);
      expect(await ids(`?until=${iso(from + HOUR + 60)}`)).toEqual([first]);
      expect(await ids('?limit=1')).toEqual([second]);
      const [newest] = await scheduler.history(jobId);
      expect(await ids(`?limit=1&until=${newest!.started_at}`)).toEqual([first]);
    });

    it('page by page without losing or repeating a row, whatever is added and deleted meanwhile', async () => {
      // Rows of one instant: two on each page.
      const due = Array.from({ length: 7 }, () => ({ jobId, status: 'failed', at: '2001-01-01T00:00:00.000Z' }));
      await scheduler.database.write((tx) =>
        tx.run(
          `INSERT INTO job_runs (job_id, started_at, finished_at, status, triggered_by)
           SELECT value ->> 'jobId', value ->> 'at', value ->> 'at', value ->> 'status', 'manual' FROM json_each(?)`,
          [JSON.stringify(due)],
        ),
      );
      const all = await ids('?limit=200');
      expect(all).toHaveLength(7);
      const seen: number[] = [];
      let until: string | null = null;
      do {
        const { body }: { body: HistoryPage } = await scheduler.call(
          'GET',
          `/v1/admin/jobs/${jobId}/history?status=failed&limit=2${until === null ? '' : `&until=${until}`}`,
        );
        seen.push(...body.history.map(({ run_id }) => run_id));
        until = body.next_until;
        // A newer one comes, and the one the page ended with goes.
        await scheduler.trigger(jobId);
        await host.finish(await host.start(jobId, host.startsOf(jobId).length), { kind: 'failed', message: 'x' });
        await scheduler.database.write((tx) => tx.run('DELETE FROM job_runs WHERE id = ?', [seen.at(-1) ?? 0]));
      } while (until !== null);
      expect(seen).toEqual(all);
    });

    it.each([
      '?status=gone',
      '?triggered_by=me',
      '?since=x',
      '?until=-1',
      '?until=2026-01-01T00:00:00Z~',
      '?until=9~9',
    ])('not by %s', async (query) => {
      expect((await scheduler.call('GET', `/v1/admin/jobs/${jobId}/history${query}`)).status).toBe(400);
    });
  });
});
