import { beforeAll, describe, expect, it } from '@jest/globals';
import { JobHost } from '@pezzottify/job-host';
import { MessageBus } from '@pezzottify/messaging';
import { afterTestFile, eventually, silentLogger } from '@pezzottify/testing';
import { type ApiClient } from './household/api-client.js';
import { Household } from './household/household.js';

const JOB = '/v1/admin/jobs/long_job';

interface Runs {
  history: { run_id: number; status: string; error_message: string | null }[];
}

/** The test is the host of the job, in the place of the download manager, so that it decides how long a run takes. */
describe('a scheduler that goes while a job runs elsewhere', () => {
  let household: Household;
  let client: ApiClient;
  let began: PromiseWithResolvers<undefined>;
  let end: PromiseWithResolvers<string>;

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
        ...{ id: 'long_job', name: 'Long job', description: '', schedule: { interval_seconds: 86_400 } },
        ...{ shutdown: 'wait_for_completion', timeout_seconds: 3600, missed_runs: 'skip' },
      },
      run: () => {
        began.resolve(undefined);
        return end.promise;
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
      await eventually(
        async () => expect(await last()).toMatchObject({ run_id: runId, status: 'completed', error_message: null }),
        { timeoutMs: 30_000 },
      );
    },
    90_000,
  );
});
