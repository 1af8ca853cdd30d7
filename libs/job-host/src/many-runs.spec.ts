import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type RequestName, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { JobHost } from './job-host.js';

const logger = { debug: () => undefined, warn: () => undefined } as unknown as Logger;

/** A host with three jobs that last until the test ends them, and a scheduler that answers at once. */
function setup({ takesMany }: { takesMany: boolean }) {
  const handlers = new Map<string, (body: unknown) => Promise<unknown>>();
  const asked: { name: RequestName; body: unknown }[] = [];
  const replies: Record<string, (body: never) => unknown> = {
    'jobs.announce': () => ({ accepted: [], refused: [], ...(takesMany ? { takes_many: true } : {}) }),
    'jobs.heartbeat-run': () => ({ kind: 'renewed' }),
    'jobs.heartbeat-runs': ({ beats }: RequestOf<'jobs.heartbeat-runs'>) => ({
      replies: beats.map(({ run_id }) => ({ kind: run_id === 2 ? 'lost' : 'renewed' })),
    }),
    'jobs.finish-run': () => ({ kind: 'recorded' }),
    'jobs.finish-runs': ({ ends }: RequestOf<'jobs.finish-runs'>) => ({
      replies: ends.map(() => ({ kind: 'recorded' })),
    }),
  };
  const bus = {
    handle: (name: string, handler: (body: unknown) => Promise<unknown>) => handlers.set(name, handler),
    request: (name: RequestName, body: never) => {
      asked.push({ name, body });
      return Promise.resolve(replies[name]?.(body));
    },
  } as unknown as Pick<MessageBus, 'request' | 'handle'>;
  const host = new JobHost({ bus, service: 'catalog-api', logger });
  const works = ['one', 'two', 'three'].map((id) => {
    const work = Promise.withResolvers<string>();
    host.register({
      declaration: {
        ...{ id, name: id, description: '', schedule: { interval_seconds: 60 } },
        ...{ shutdown: 'cancellable', timeout_seconds: 600, missed_runs: 'once' },
      },
      run: ({ signal }) => {
        signal.addEventListener('abort', () => work.reject(new Error('stopped')));
        return work.promise;
      },
    });
    return work;
  });
  host.start();
  const runs = ['one', 'two', 'three', 'four'].map((job_id, index) => ({
    ...{ run_id: index + 1, lease_token: `token-of-the-run-000${index}`, lease_seconds: 30, job_id },
    ...{ triggered_by: 'schedule', timeout_seconds: 600, is_forced: false },
  }));
  const told = <N extends RequestName>(name: N) =>
    asked.filter((one) => one.name === name).map(({ body }) => body as RequestOf<N>);
  return { host, works, told, start: () => handlers.get('job-host.start-runs')?.({ runs }) };
}

describe('a job host with many runs', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('says that it takes many at once, and answers for each of them', async () => {
    const { host, start, told } = setup({ takesMany: true });
    await jest.advanceTimersByTimeAsync(0);
    expect(told('jobs.announce')[0]).toMatchObject({ takes_many: true });
    const kinds = ['started', 'started', 'started', 'unknown_job'].map((kind) => ({ kind }));
    expect(await start()).toEqual({ replies: kinds });
    const stopped = host.stop(0);
    await jest.advanceTimersByTimeAsync(1);
    await stopped;
  });

  it('brings their heartbeats and their ends together, and heeds what is said about each', async () => {
    const { start, told, works } = setup({ takesMany: true });
    await jest.advanceTimersByTimeAsync(0);
    await start();
    await jest.advanceTimersByTimeAsync(10_001);
    expect(told('jobs.heartbeat-runs').map(({ beats }) => beats.map(({ run_id }) => run_id))).toEqual([[1, 2, 3]]);
    for (const work of works) work.resolve('done');
    await jest.advanceTimersByTimeAsync(1);
    // The second was given up by the scheduler: nothing of it is reported.
    expect(told('jobs.finish-runs').map(({ ends }) => ends.map(({ run_id }) => run_id))).toEqual([[1, 3]]);
    expect(told('jobs.heartbeat-run')).toEqual([]);
    expect(told('jobs.finish-run')).toEqual([]);
  });

  it('tells a scheduler of an earlier version of each by itself', async () => {
    const { start, told, works } = setup({ takesMany: false });
    await jest.advanceTimersByTimeAsync(0);
    await start();
    await jest.advanceTimersByTimeAsync(10_000);
    for (const work of works) work.resolve('done');
    await jest.advanceTimersByTimeAsync(1);
    expect([told('jobs.heartbeat-run').length, told('jobs.finish-run').length]).toEqual([3, 3]);
    expect([...told('jobs.heartbeat-runs'), ...told('jobs.finish-runs')]).toEqual([]);
  });
});
