import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { JobHost } from '@pezzottify/job-host';
import { MessageBus } from '@pezzottify/messaging';
import { afterTestFile, eventually, silentLogger } from '@pezzottify/testing';
import { type ApiClient } from './household/api-client.js';
import { Household } from './household/household.js';

/** The writer waits five seconds for a lock before it gives up. */
const LONGER_THAN_BUSY_MS = 7_000;

const JOB = '/v1/admin/jobs/long_job';

interface Runs {
  history: { run_id: number; status: string; error_message: string | null }[];
}

/** The test is the host of the job, in the place of the download manager, so that it decides how long a run takes. */
describe('a scheduler while a job runs elsewhere', () => {
  let household: Household;
  let client: ApiClient;
  let began: PromiseWithResolvers<undefined>;
  let end: PromiseWithResolvers<string>;
  const welcomes: string[] = [];

  beforeAll(async () => {
    household = await Household.start({ workers: 0 });
    client = await household.signIn();
    await household.downloadManager.stop();
    const logger = silentLogger();
    const bus = MessageBus.connect({ url: household.nats.url, service: 'download-manager', logger });
    const host = new JobHost({ bus, service: 'download-manager', logger });
    afterTestFile(async () => {
      await host.stop(0);
      await bus.stop();
    });
    host.register({
      declaration: {
        // Not an interval: a new job that has one is due at once.
        ...{ id: 'long_job', name: 'Long job', description: '', schedule: { cron: '0 0 1 1 *' } },
        ...{ shutdown: 'wait_for_completion', timeout_seconds: 3600, missed_runs: 'skip' },
      },
      run: () => {
        began.resolve(undefined);
        return end.promise;
      },
    });
    host.register({
      declaration: {
        ...{ id: 'welcome', name: 'Welcome', description: '', schedule: { hooks: ['OnUserCreated'] } },
        ...{ shutdown: 'cancellable', timeout_seconds: 60, missed_runs: 'once' },
      },
      run: ({ triggeredBy }) => {
        welcomes.push(triggeredBy);
        return Promise.resolve(undefined);
      },
    });
    bus.start();
    await bus.whenConnected();
    host.start();
    await eventually(async () => expect((await client.get(JOB)).status).toBe(200), { timeoutMs: 30_000 });
  }, 120_000);

  const trigger = async (): Promise<number> => {
    began = Promise.withResolvers();
    end = Promise.withResolvers();
    const answer = await client.post<{ run_id: number }>(`${JOB}/trigger`);
    expect(answer.status).toBe(202);
    await began.promise;
    return answer.body.run_id;
  };
  const last = async () => (await client.get<Runs>(`${JOB}/history?limit=1`)).body.history[0];

  const isOver = (runId: number) =>
    eventually(
      async () => expect(await last()).toMatchObject({ run_id: runId, status: 'completed', error_message: null }),
      { timeoutMs: 30_000 },
    );

  it.each([
    ['is killed', () => household.jobScheduler.kill()],
    ['is stopped', async () => expect(await household.jobScheduler.stop()).toBe(0)],
  ])(
    '%s and started again: it takes the run over and writes its end',
    async (_how, leave) => {
      const runId = await trigger();
      await leave();
      await household.jobScheduler.start();
      expect(await last()).toMatchObject({ run_id: runId, status: 'running' });
      end.resolve('done');
      await isOver(runId);
    },
    90_000,
  );

  it('is without NATS for a minute: the run goes on and ends as if nothing were', async () => {
    const runId = await trigger();
    await household.nats.kill();
    // Twice as long as the lease of the run: this is what is tested, and not a wait for something.
    await delay(60_000);
    await household.nats.start();
    await eventually(async () => expect(await last()).toMatchObject({ run_id: runId, status: 'running' }), {
      timeoutMs: 30_000,
    });
    end.resolve('done');
    await isOver(runId);
  }, 150_000);

  it('finds its database locked by a backup: the end of the run is written when that is through', async () => {
    const runId = await trigger();
    const backup = new DatabaseSync(join(household.folders.db, 'server.db'));
    backup.exec('BEGIN IMMEDIATE');
    end.resolve('done');
    await delay(LONGER_THAN_BUSY_MS);
    expect(await last()).toMatchObject({ run_id: runId, status: 'running' });
    backup.exec('ROLLBACK');
    backup.close();
    await isOver(runId);
  }, 90_000);

  it('is killed while hooks are raised: back again, it runs the job that wants them, once', async () => {
    const path = '/v1/admin/jobs/welcome/history';
    const runs = async () => (await client.get<Runs>(path)).body.history.map(({ status }) => status);
    // The first user of the household may count for it, too.
    const before = await runs();
    await household.jobScheduler.kill();
    for (const handle of ['ana', 'ben', 'cleo']) await household.addPerson(handle, []);
    await household.jobScheduler.start();
    await eventually(async () => expect(await runs()).toEqual(['completed', ...before]), { timeoutMs: 30_000 });
    expect(welcomes).toHaveLength(before.length + 1);
    expect(welcomes.at(-1)).toBe('hook:OnUserCreated');
  }, 90_000);
});
