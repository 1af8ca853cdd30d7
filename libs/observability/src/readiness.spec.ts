import { describe, expect, it } from '@jest/globals';
import { Readiness } from './readiness.js';

describe('Readiness', () => {
  it('is ready when every check says ok', async () => {
    const readiness = new Readiness();
    readiness.add('database', () => 'ok');
    readiness.add('nats', () => Promise.resolve('ok'));
    expect(await readiness.report()).toEqual({ ready: true, checks: { database: 'ok', nats: 'ok' } });
  });

  it('gives the reason of each failing check', async () => {
    const readiness = new Readiness();
    readiness.add('database', () => 'ok');
    readiness.add('nats', () => 'not connected');
    expect(await readiness.report()).toEqual({ ready: false, checks: { database: 'ok', nats: 'not connected' } });
  });

  it('reports an absent peer and is ready all the same', async () => {
    const readiness = new Readiness();
    readiness.add('scheduler', () => 'no answer', { isPeer: true });
    expect(await readiness.report()).toEqual({ ready: true, checks: { scheduler: 'no answer' } });
  });

  it('does not repeat what a check throws', async () => {
    const readiness = new Readiness();
    readiness.add('sync', () => {
      throw new Error('/var/lib/secret.db');
    });
    readiness.add('async', () => Promise.reject(new Error('/var/lib/secret.db')));
    expect((await readiness.report()).checks).toEqual({ sync: 'check failed', async: 'check failed' });
  });

  it('does not wait for a check that never answers', async () => {
    const readiness = new Readiness(20);
    readiness.add('database', () => new Promise<never>(() => undefined));
    expect(await readiness.report()).toEqual({ ready: false, checks: { database: 'no answer in time' } });
  });

  it('refuses two checks of one name', () => {
    const readiness = new Readiness();
    readiness.add('nats', () => 'ok');
    expect(() => readiness.add('nats', () => 'ok')).toThrow(/twice/);
  });
});
