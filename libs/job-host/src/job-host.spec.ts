import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ReplyOf, type RequestName, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { JobHost } from './job-host.js';
import { JobDeclaredTwiceError } from './job-host.errors.js';
import { type Job, type JobContext } from './job.js';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
} as unknown as Logger;

/** The scheduler's side, answering at once and remembering what it was told. */
function fakeBus() {
  const handlers = new Map<string, (body: unknown) => Promise<unknown>>();
  const asked: { name: RequestName; body: unknown }[] = [];
  const replies: Partial<{ [N in RequestName]: () => ReplyOf<N> }> = {
    'jobs.announce': () => ({ accepted: [], refused: [] }),
    'jobs.heartbeat-run': () => ({ kind: 'renewed' }),
    'jobs.finish-run': () => ({ kind: 'recorded' }),
  };
  const bus = {
    handle: (name: string, handler: (body: unknown) => Promise<unknown>) => handlers.set(name, handler),
    request: (name: RequestName, body: unknown, { signal }: { signal?: AbortSignal }) => {
      asked.push({ name, body });
      const aborted = new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
      return Promise.race([Promise.resolve().then(() => replies[name]?.()), aborted]);
    },
  } as unknown as Pick<MessageBus, 'request' | 'handle'>;
  const send = (name: string, body: unknown) => handlers.get(name)?.(body);
  const told = <N extends RequestName>(name: N) =>
    asked.filter((one) => one.name === name).map(({ body }) => body as RequestOf<N>);
  return { bus, replies, send, told };
}

function setup(overrides: Partial<Job['declaration']> = {}, { heedsAbort = true } = {}) {
  const scheduler = fakeBus();
  const host = new JobHost({ bus: scheduler.bus, service: 'catalog-api', logger: silent });
  const work = Promise.withResolvers<string>();
  const contexts: JobContext[] = [];
  host.register({
    declaration: {
      id: 'sweep',
      name: 'Sweep',
      description: '',
      schedule: { interval_seconds: 60 },
      shutdown: 'cancellable',
      timeout_seconds: 600,
      missed_runs: 'once',
      ...overrides,
    },
    run: (context) => {
      contexts.push(context);
      if (heedsAbort) context.signal.addEventListener('abort', () => work.reject(new Error('aborted inside')));
      return work.promise;
    },
  });
  host.start();
  const start = (runId = 1, token = `token-of-the-run-000${runId}`) =>
    scheduler.send('job-host.start-run', {
      run_id: runId,
      lease_token: token,
      lease_seconds: 30,
      job_id: 'sweep',
      triggered_by: 'manual',
      timeout_seconds: overrides.timeout_seconds ?? 600,
      is_forced: false,
    });
  return { ...scheduler, host, work, contexts, start };
}

const settled = () => jest.advanceTimersByTimeAsync(0);

describe('JobHost', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('announces its jobs at start and again every half minute', async () => {
    const { told, host } = setup();
    await settled();
    expect(told('jobs.announce')).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(told('jobs.announce')).toHaveLength(2);
    expect(told('jobs.announce')[0]?.jobs.map(({ id }) => id)).toEqual(['sweep']);
    await host.stop(0);
  });

  it('keeps announcing every second while the scheduler is away', async () => {
    const { told, host, replies } = setup();
    replies['jobs.announce'] = () => {
      throw new Error('away');
    };
    await jest.advanceTimersByTimeAsync(3_000);
    expect(told('jobs.announce').length).toBeGreaterThanOrEqual(3);
    await host.stop(0);
  });

  it('does not wait at its stop for a scheduler that does not answer', async () => {
    const { host, replies } = setup();
    replies['jobs.announce'] = () => new Promise(() => undefined) as never;
    await jest.advanceTimersByTimeAsync(30_000);
    const stopped = host.stop(0);
    await settled();
    await stopped;
  });

  it('refuses two jobs of one id', () => {
    const { host } = setup();
    const twin = { declaration: { id: 'sweep' }, run: () => Promise.resolve(undefined) } as unknown as Job;
    expect(() => host.register(twin)).toThrow(JobDeclaredTwiceError);
  });

  it('runs a job once however often the same start arrives, and refuses a second run beside it', async () => {
    const { start, contexts } = setup();
    expect(await start()).toEqual({ kind: 'started' });
    expect(await start()).toEqual({ kind: 'started' });
    expect(await start(2)).toEqual({ kind: 'already_running' });
    expect(contexts).toHaveLength(1);
  });

  it('does not begin a run anew that has ended, when its start comes again because an answer was lost', async () => {
    const { start, work, contexts } = setup();
    await start();
    work.resolve('done');
    await settled();
    expect(await start()).toEqual({ kind: 'started' });
    expect(contexts).toHaveLength(1);
    await start(2);
    expect(contexts).toHaveLength(2);
  });

  it('knows a run by its token: a scheduler with a fresh database counts from 1 again', async () => {
    const { start, contexts } = setup();
    await start(1);
    expect(await start(1, 'token-of-another-run')).toEqual({ kind: 'already_running' });
    expect(contexts).toHaveLength(1);
  });

  it('says so when it does not know the job', async () => {
    const { send } = setup();
    expect(await send('job-host.start-run', { run_id: 1, job_id: 'other' })).toEqual({ kind: 'unknown_job' });
  });

  it('reports success with its summary', async () => {
    const { start, work, told } = setup();
    await start();
    work.resolve('3 rows removed');
    await settled();
    expect(told('jobs.finish-run')[0]?.outcome).toEqual({ kind: 'completed', summary: '3 rows removed' });
  });

  it('reports the end again until the scheduler has it', async () => {
    const { start, work, told, replies } = setup();
    await start();
    let isAway = true;
    replies['jobs.finish-run'] = () => {
      if (isAway) throw new Error('away');
      return { kind: 'recorded' };
    };
    work.resolve('done');
    await jest.advanceTimersByTimeAsync(5_000);
    const triedWhileAway = told('jobs.finish-run').length;
    expect(triedWhileAway).toBeGreaterThan(2);
    isAway = false;
    await jest.advanceTimersByTimeAsync(20_000);
    const triedInAll = told('jobs.finish-run').length;
    expect(triedInAll).toBe(triedWhileAway + 1);
  });

  it('sends a heartbeat with the latest progress every third of the lease', async () => {
    const { start, contexts, told } = setup();
    await start();
    contexts[0]?.progress(0.5, 'half way');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told('jobs.heartbeat-run')).toEqual([
      expect.objectContaining({ run_id: 1, job_id: 'sweep', progress: { fraction: 0.5, text: 'half way' } }),
    ]);
  });

  it('sends no progress that would be refused, and the heartbeat with it', async () => {
    const { start, contexts, told } = setup();
    await start();
    for (const fraction of [7, -1, Number.NaN]) {
      contexts[0]?.progress(fraction, 'x'.repeat(5_000));
      await jest.advanceTimersByTimeAsync(10_000);
    }
    expect(told('jobs.heartbeat-run').map(({ progress }) => progress?.fraction)).toEqual([1, 0, null]);
    expect(told('jobs.heartbeat-run')[0]?.progress?.text).toHaveLength(2_000);
  });

  it('ends a run when a heartbeat learns that an admin has cancelled it', async () => {
    const { start, contexts, told, replies } = setup();
    replies['jobs.heartbeat-run'] = () => ({ kind: 'renewed', cancel: 'Cancelled by an administrator' });
    await start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(contexts[0]?.signal.aborted).toBe(true);
    expect(told('jobs.finish-run')[0]?.outcome).toMatchObject({ kind: 'cancelled', error_class: 'cancelled' });
  });

  it('shows the end of the log of a run with its heartbeat, and at its end', async () => {
    const { start, contexts, told, work } = setup();
    await start();
    contexts[0]?.logger.info('halfway');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told('jobs.heartbeat-run')[0]?.log_tail).toEqual([expect.stringMatching(/ info halfway$/)]);
    work.resolve('done');
    await settled();
    expect(told('jobs.finish-run')[0]?.log_tail).toHaveLength(1);
  });

  it('aborts a run the scheduler has given up, and reports nothing of it', async () => {
    const { start, contexts, told, replies } = setup();
    replies['jobs.heartbeat-run'] = () => ({ kind: 'lost' });
    await start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(contexts[0]?.signal.aborted).toBe(true);
    expect(told('jobs.finish-run')).toEqual([]);
  });

  it('is not told to stop when it has ended, by an answer that comes late', async () => {
    const { start, contexts, replies, work } = setup();
    const late = Promise.withResolvers<{ kind: 'lost' }>();
    replies['jobs.heartbeat-run'] = () => late.promise as never;
    await start();
    await jest.advanceTimersByTimeAsync(10_000);
    work.resolve('done');
    await settled();
    late.resolve({ kind: 'lost' });
    await settled();
    expect(contexts[0]?.signal.aborted).toBe(false);
    expect(jest.getTimerCount()).toBe(1);
  });

  it('does not repeat a heartbeat that has not been answered', async () => {
    const { start, told, replies } = setup();
    const answer = Promise.withResolvers<{ kind: 'renewed' }>();
    replies['jobs.heartbeat-run'] = () => answer.promise as never;
    await start();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(told('jobs.heartbeat-run')).toHaveLength(1);
    answer.resolve({ kind: 'renewed' });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told('jobs.heartbeat-run')).toHaveLength(2);
  });

  it('reports a cancelled run as cancelled, with the reason given and not the error the abort caused', async () => {
    const { start, send, told } = setup();
    await start();
    const cancel = { run_id: 1, lease_token: 'token-of-the-run-0001', reason: 'Cancelled by admin' };
    expect(await send('job-host.cancel-run', cancel)).toEqual({ kind: 'cancelling' });
    await settled();
    expect(told('jobs.finish-run')[0]?.outcome).toEqual({
      ...{ kind: 'cancelled', message: 'Cancelled by admin' },
      error_class: 'cancelled',
    });
  });

  it('does not let a stranger with an old token cancel a run', async () => {
    const { start, send, contexts } = setup();
    await start();
    const reply = await send('job-host.cancel-run', { run_id: 1, lease_token: 'some-other-token-123', reason: '' });
    expect(reply).toEqual({ kind: 'not_running' });
    expect(contexts[0]?.signal.aborted).toBe(false);
  });

  it('fails a run that exceeds its time limit', async () => {
    const { start, told } = setup({ timeout_seconds: 5 });
    await start();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(told('jobs.finish-run')[0]?.outcome).toEqual({
      ...{ kind: 'failed', message: 'Timed out after 5 s' },
      error_class: 'timeout',
    });
  });

  it('gives a run any time limit, however long', async () => {
    const { start, contexts } = setup({ timeout_seconds: 10_000_000 });
    await start();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(contexts[0]?.signal.aborted).toBe(false);
  });

  it('reports a run that does not heed its time limit, and begins no other beside it', async () => {
    const { start, told, work, contexts } = setup({ timeout_seconds: 5 }, { heedsAbort: false });
    await start();
    await jest.advanceTimersByTimeAsync(5_000 + 29_000);
    expect(told('jobs.finish-run')).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told('jobs.finish-run')[0]?.outcome).toEqual({
      ...{ kind: 'failed', message: 'Timed out after 5 s' },
      error_class: 'timeout',
    });
    expect(await start(2)).toEqual({ kind: 'already_running' });
    const beatsSoFar = told('jobs.heartbeat-run').length;
    await jest.advanceTimersByTimeAsync(20_000);
    work.resolve('at last');
    await settled();
    expect(told('jobs.finish-run')).toHaveLength(1);
    expect(told('jobs.heartbeat-run')).toHaveLength(beatsSoFar);
    await start(2);
    expect(contexts).toHaveLength(2);
  });

  it('cancels a cancellable run at shutdown and starts nothing more', async () => {
    const { start, host, told } = setup();
    await start();
    const stopped = host.stop(10_000);
    await settled();
    await stopped;
    expect(told('jobs.finish-run')[0]?.outcome.kind).toBe('cancelled');
    expect(await start(2)).toEqual({ kind: 'stopping' });
  });

  it('waits at shutdown for a run that must complete, up to the limit', async () => {
    const { start, host, work, contexts, told } = setup({ shutdown: 'wait_for_completion' });
    await start();
    const stopped = host.stop(10_000);
    await jest.advanceTimersByTimeAsync(9_000);
    expect(contexts[0]?.signal.aborted).toBe(false);
    work.resolve('whole');
    await settled();
    await stopped;
    expect(told('jobs.finish-run')[0]?.outcome).toEqual({ kind: 'completed', summary: 'whole' });
  });

  it('does not wait for ever: after the limit the run is told to stop', async () => {
    const { start, host, contexts } = setup({ shutdown: 'wait_for_completion' });
    await start();
    const stopped = host.stop(10_000);
    await jest.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(contexts[0]?.signal.aborted).toBe(true);
  });
});
