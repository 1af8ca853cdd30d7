import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { insertRuns } from '../storage/runs.repository.js';
import { aJob, type TestHost } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const HOUR = 3600;
/** SQLite's busy timeout is 5 s; this is the fault, not a wait for anything. */
const LONGER_THAN_BUSY_MS = 6_000;

describe('a run', () => {
  let scheduler: TestScheduler;
  let host: TestHost;
  let count = 0;
  let jobId: string;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
    host = await scheduler.host();
  });

  /** Every test has a job of its own, which nothing but the test starts: hooks of the test before are long ago. */
  beforeEach(async () => {
    jobId = `job_${(count += 1)}`;
    scheduler.clock.advance(3600);
    await host.announce(aJob({ id: jobId }));
  });

  const begun = async () => {
    expect((await scheduler.trigger(jobId)).status).toBe(202);
    return host.start(jobId);
  };
  const rows = async () =>
    (await scheduler.history(jobId)).map(({ status, error_message }) => [status, error_message] as const);
  const restartAfter = async (seconds: number) => {
    await scheduler.goDown();
    scheduler.clock.advance(seconds);
    await scheduler.comeUp();
  };

  it('that is alive on its host outlives a restart of the scheduler: one row, run once, with its result', async () => {
    const start = await begun();
    await restartAfter(5);
    expect(await host.beat(start)).toBe('renewed');
    await scheduler.pass(25);
    expect(await host.finish(start)).toBe('recorded');
    expect(await rows()).toEqual([['completed', null]]);
    expect(host.startsOf(jobId)).toHaveLength(1);
  });

  it('outlives a scheduler that was down for longer than its lease', async () => {
    const start = await begun();
    await restartAfter(HOUR);
    await scheduler.pass(25);
    expect(await rows()).toEqual([['running', null]]);
    expect(await host.beat(start)).toBe('renewed');
    await scheduler.pass(25);
    expect(await host.finish(start)).toBe('recorded');
    expect(await rows()).toEqual([['completed', null]]);
  });

  it('may report its end as the first that is heard of it after a restart', async () => {
    const start = await begun();
    await restartAfter(HOUR);
    expect(await host.finish(start, { kind: 'failed', message: 'disk full' })).toBe('recorded');
    expect(await rows()).toEqual([['failed', 'disk full']]);
  });

  it('goes on as long as its host renews it', async () => {
    const start = await begun();
    for (let beats = 0; beats < 8; beats += 1) {
      await scheduler.pass(25);
      expect(await host.beat(start)).toBe('renewed');
    }
    expect(await host.finish(start)).toBe('recorded');
  });

  it('of a host that was killed fails as interrupted when its lease runs out, and its late result is refused', async () => {
    const start = await begun();
    await host.die();
    await scheduler.pass(25);
    expect(await rows()).toEqual([['running', null]]);
    await scheduler.pass(10);
    expect(await rows()).toEqual([['failed', expect.stringMatching(/^interrupted/)]]);
    await host.comeUp();
    expect(await host.beat(start)).toBe('lost');
    expect(await host.finish(start)).toBe('stale');
    expect(await rows()).toEqual([['failed', expect.stringMatching(/^interrupted/)]]);
  });

  it('of a host that was killed is followed by the next one when that is due', async () => {
    await host.announce(aJob({ id: jobId, schedule: { interval_seconds: 120 } }));
    await scheduler.taken(jobId);
    await host.die();
    await scheduler.pass(35);
    const { next_run_at, last_run } = await scheduler.job(jobId);
    expect(last_run?.error_message).toMatch(/^interrupted/);
    expect(Date.parse(next_run_at!)).toBe(Date.parse(last_run!.finished_at!) + 120_000);
    await host.comeUp();
    await scheduler.pass(100);
    expect(host.startsOf(jobId)).toHaveLength(1);
    await scheduler.pass(25);
    expect((await host.start(jobId, 2)).triggered_by).toBe('schedule');
    await host.finish(await host.start(jobId, 2));
    expect((await rows()).map(([status]) => status)).toEqual(['completed', 'failed']);
  });

  it('of a host that died while the scheduler was down as well fails once the scheduler has listened long enough', async () => {
    await begun();
    await host.die();
    await restartAfter(HOUR);
    await scheduler.pass(25);
    expect(await rows()).toEqual([['running', null]]);
    await scheduler.pass(10);
    expect(await rows()).toEqual([['failed', expect.stringMatching(/^interrupted/)]]);
    await host.comeUp();
  });

  it('outlives a minute without NATS', async () => {
    const start = await begun();
    await scheduler.nats.kill();
    await scheduler.pass(60);
    await scheduler.nats.start();
    await scheduler.whenReachable();
    await scheduler.pass(5);
    expect(await host.beat(start)).toBe('renewed');
    await scheduler.pass(25);
    expect(await host.finish(start)).toBe('recorded');
    expect(await rows()).toEqual([['completed', null]]);
  });

  it('outlives a machine that slept', async () => {
    const start = await begun();
    scheduler.clock.advance(8 * HOUR);
    await scheduler.look();
    await scheduler.pass(20);
    expect(await host.beat(start)).toBe('renewed');
    expect(await host.finish(start)).toBe('recorded');
  });

  it('that was written down and not handed over when the scheduler was killed is handed over at the next start', async () => {
    await scheduler.goDown();
    const now = scheduler.clock.millis();
    const lease = { token: 'f'.repeat(32), expiresAt: now };
    const run = { jobId, host: host.service, triggeredBy: 'hook:OnStartup', dueAt: null, isForced: true, lease };
    const run_id = (await scheduler.database.write((tx) => insertRuns(tx, [run], now))).get(jobId);
    scheduler.clock.advance(HOUR);
    await scheduler.comeUp();
    const start = await host.start(jobId);
    expect(start).toMatchObject({
      run_id,
      lease_token: lease.token,
      triggered_by: 'hook:OnStartup',
      is_forced: true,
    });
    expect(await host.finish(start)).toBe('recorded');
  });

  it('that a host has taken is not handed over again', async () => {
    const start = await begun();
    await restartAfter(5);
    await host.announce(aJob({ id: jobId }));
    await scheduler.pass(10);
    expect(host.startsOf(jobId)).toHaveLength(1);
    await host.finish(start);
  });

  it('is offered again, with the same token, when the answer of the host was lost', async () => {
    host.answer = 'stopping';
    await host.announce(aJob({ id: jobId, schedule: { interval_seconds: HOUR } }));
    const first = await host.start(jobId);
    host.answer = 'started';
    const second = await host.start(jobId, 2);
    expect(second).toEqual(first);
    await host.finish(second);
    expect(await rows()).toEqual([['completed', null]]);
  });

  it('waits for a host that is being started again', async () => {
    await host.die();
    await scheduler.raise('OnCatalogChange');
    await eventually(async () => expect(await rows()).toEqual([['running', null]]));
    await scheduler.pass(55);
    await host.comeUp();
    await host.finish(await host.start(jobId));
    expect(await rows()).toEqual([['completed', null]]);
  });

  it('without a host waits, across a restart too, and then fails with that reason', async () => {
    await host.die();
    await scheduler.raise('OnCatalogChange');
    await eventually(async () => expect(await rows()).toEqual([['running', null]]));
    await restartAfter(5);
    await scheduler.pass(55);
    expect(await rows()).toEqual([['running', null]]);
    await scheduler.pass(5);
    const reason = `not started: catalog-api, which runs the job "${jobId}", is not available`;
    await eventually(async () => expect(await rows()).toEqual([['failed', reason]]));
    await host.comeUp();
  });

  it('that was given up is withdrawn, should the host have taken it all the same', async () => {
    host.answer = 'already_running';
    expect((await scheduler.trigger(jobId)).status).toBe(409);
    const start = await host.start(jobId);
    await eventually(() =>
      expect(host.cancels).toContainEqual(
        expect.objectContaining({ run_id: start.run_id, lease_token: start.lease_token }),
      ),
    );
    host.answer = 'started';
    expect(await host.finish(start)).toBe('stale');
  });

  it('begins, renews and ends as if nothing were, after a backup has held the database longer than anyone waits', async () => {
    const start = await begun();
    const backup = new DatabaseSync(join(scheduler.config.dbDir, 'server.db'));
    backup.exec('BEGIN IMMEDIATE');
    await scheduler.raise('OnCatalogChange');
    const look = scheduler.look();
    const beat = host.beat(start);
    await delay(LONGER_THAN_BUSY_MS);
    backup.exec('ROLLBACK');
    backup.close();
    await look;
    expect(await beat).toBe('renewed');
    expect(await host.finish(start)).toBe('recorded');
    await scheduler.look();
    const further = await host.start(jobId, 2);
    expect(further.triggered_by).toBe('hook:OnCatalogChange');
    expect(await host.finish(further)).toBe('recorded');
    expect(await rows()).toEqual([
      ['completed', null],
      ['completed', null],
    ]);
  }, 30_000);
});
