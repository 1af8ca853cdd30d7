import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobDeclaration } from '@pezzottify/contracts';
import { JobHost, type JobContext } from '@pezzottify/job-host';
import { MessageBus } from '@pezzottify/messaging';
import { afterTestFile, eventually, silentLogger } from '@pezzottify/testing';
import { aJob } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

describe('a job in the service that hosts it', () => {
  let scheduler: TestScheduler;
  /** Of the service. */
  let bus: MessageBus;
  let contexts: JobContext[];
  let end: PromiseWithResolvers<string>;

  beforeAll(async () => {
    scheduler = await TestScheduler.start();
  });

  beforeEach(() => {
    contexts = [];
    end = Promise.withResolvers();
  });

  /** The job runs until the test ends it or its signal is aborted. */
  async function hosting(overrides: Partial<JobDeclaration> & { id: string }): Promise<JobHost> {
    bus = MessageBus.connect({ url: scheduler.nats.url, service: 'catalog-api', logger: silentLogger() });
    const host = new JobHost({ bus, service: 'catalog-api', logger: silentLogger() });
    host.register({
      declaration: aJob(overrides),
      run: (context) => {
        contexts.push(context);
        const aborted = Promise.withResolvers<never>();
        context.signal.addEventListener('abort', () => aborted.reject(new Error('stopped in the middle')));
        return Promise.race([end.promise, aborted.promise]);
      },
    });
    bus.start();
    await bus.whenConnected();
    host.start();
    await eventually(async () => expect(await scheduler.job(overrides.id)).toMatchObject({ id: overrides.id }));
    afterTestFile(() => bus.stop());
    return host;
  }

  const begun = async (jobId: string, query = '') => {
    expect((await scheduler.trigger(jobId, query)).status).toBe(202);
    await eventually(() => expect(contexts).toHaveLength(1));
    return contexts[0]!;
  };
  const ended = (jobId: string, status: string, error_message: string | null) =>
    eventually(async () => expect(await scheduler.history(jobId)).toMatchObject([{ status, error_message }]));

  it('runs and reports its end', async () => {
    const host = await hosting({ id: 'plain' });
    const context = await begun('plain', '?force=true');
    expect([context.triggeredBy, context.isForced]).toEqual(['manual', true]);
    end.resolve('3 rows removed');
    await ended('plain', 'completed', null);
    await host.stop(0);
    await bus.stop();
  });

  it('that ends while the scheduler is down reports it when the scheduler is back: one row, run once', async () => {
    const host = await hosting({ id: 'patient' });
    await begun('patient');
    await scheduler.goDown();
    end.resolve('done');
    scheduler.clock.advance(3600);
    await scheduler.comeUp();
    await ended('patient', 'completed', null);
    expect(contexts).toHaveLength(1);
    await host.stop(0);
    await bus.stop();
  });

  it('hears a cancel as an abort, and its run is failed as Cancelled', async () => {
    const host = await hosting({ id: 'cancelled' });
    const context = await begun('cancelled');
    const run = await scheduler.database.reads.get<{ run_id: number; lease_token: string }>(
      `SELECT id AS run_id, lease_token FROM job_runs WHERE job_id = 'cancelled'`,
    );
    const options = { timeoutMs: 5_000, to: 'catalog-api' } as const;
    const reply = await bus.request('job-host.cancel-run', { ...run!, reason: 'Cancelled by maria' }, options);
    expect(reply).toEqual({ kind: 'cancelling' });
    expect(context.signal.aborted).toBe(true);
    await ended('cancelled', 'failed', 'Cancelled');
    await host.stop(0);
    await bus.stop();
  });

  it('that exceeds its time limit is aborted, and its run fails with that reason', async () => {
    const host = await hosting({ id: 'endless', timeout_seconds: 1 });
    const context = await begun('endless');
    await ended('endless', 'failed', 'Timed out after 1 s');
    expect(context.signal.aborted).toBe(true);
    await host.stop(0);
    await bus.stop();
  });

  it('that may be cancelled is, when its service stops', async () => {
    const host = await hosting({ id: 'stopped' });
    await begun('stopped');
    await host.stop(10_000);
    await ended('stopped', 'failed', 'Cancelled');
    await bus.stop();
  });

  it('that must complete is waited for when its service stops', async () => {
    const host = await hosting({ id: 'whole', shutdown: 'wait_for_completion' });
    const context = await begun('whole');
    const stopped = host.stop(10_000);
    end.resolve('whole');
    await stopped;
    await ended('whole', 'completed', null);
    expect(context.signal.aborted).toBe(false);
    await bus.stop();
  });
});
