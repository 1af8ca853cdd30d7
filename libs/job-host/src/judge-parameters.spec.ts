import { describe, expect, it } from '@jest/globals';
import { type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import Type, { type TObject } from 'typebox';
import { JobHost } from './job-host.js';
import { ParametersRequiredError } from './job-host.errors.js';
import { type JobContext } from './job.js';

const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Logger;

/** A host with one job; `start` asks it for a run as the scheduler does. */
function setup(parameters?: TObject) {
  const handlers = new Map<string, (body: unknown) => Promise<unknown>>();
  const announced: RequestOf<'jobs.announce'>[] = [];
  const bus = {
    handle: (name: string, handler: (body: unknown) => Promise<unknown>) => handlers.set(name, handler),
    request: (name: string, body: unknown) => {
      if (name === 'jobs.announce') announced.push(body as RequestOf<'jobs.announce'>);
      return Promise.resolve(name === 'jobs.announce' ? { accepted: [], refused: [] } : { kind: 'recorded' });
    },
  } as unknown as Pick<MessageBus, 'request' | 'handle'>;
  const host = new JobHost({ bus, service: 'catalog-api', logger: silent });
  const contexts: JobContext[] = [];
  host.register({
    declaration: {
      ...{ id: 'sweep', name: 'Sweep', description: '', schedule: { interval_seconds: 60 } },
      ...{ shutdown: 'cancellable', timeout_seconds: 600, missed_runs: 'once' },
    },
    ...(parameters ? { parameters } : {}),
    run: (context) => {
      contexts.push(context);
      return Promise.resolve('done');
    },
  });
  host.start();
  const start = (given?: unknown) =>
    handlers.get('job-host.start-run')?.({
      ...{ run_id: 1, lease_token: 'token-of-the-run-0001', lease_seconds: 30, job_id: 'sweep' },
      ...{ triggered_by: 'manual', timeout_seconds: 600, is_forced: false },
      ...(given === undefined ? {} : { parameters: given }),
    });
  return { host, announced, contexts, start };
}

const paths = Type.Object({ paths: Type.Optional(Type.Array(Type.String())) });

describe('parameters', () => {
  it('reach the job', async () => {
    const { host, start, contexts } = setup(paths);
    expect(await start({ paths: ['a'] })).toEqual({ kind: 'started' });
    expect(contexts[0]?.parameters).toEqual({ paths: ['a'] });
    await host.stop(0);
  });

  it('are an empty object when the run was given none', async () => {
    const { host, start, contexts } = setup(paths);
    await start();
    expect(contexts[0]?.parameters).toEqual({});
    await host.stop(0);
  });

  it.each([
    [{ paths: 'a' }, '/paths'],
    [{ path: ['a'] }, 'additional properties'],
  ])('of the wrong shape are refused, and the job does not run: %j', async (given, reason) => {
    const { host, start, contexts } = setup(paths);
    expect(await start(given)).toEqual({ kind: 'invalid_parameters', reason: expect.stringContaining(reason) });
    expect(contexts).toEqual([]);
    await host.stop(0);
  });

  it('are refused by a job that takes none', async () => {
    const { host, start } = setup();
    expect(await start({ paths: [] })).toMatchObject({ kind: 'invalid_parameters' });
    await host.stop(0);
  });

  it('are announced as the schema of a closed object', async () => {
    const { host, announced } = setup(paths);
    expect(announced[0]?.jobs[0]?.parameters).toMatchObject({ type: 'object', additionalProperties: false });
    await host.stop(0);
  });

  it('must all be optional', () => {
    expect(() => setup(Type.Object({ paths: Type.String() }))).toThrow(ParametersRequiredError);
  });
});
