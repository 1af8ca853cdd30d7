import { describe, expect, it } from '@jest/globals';
import { startMetricsServer } from './metrics-server.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

describe('the metrics port of a process without any other', () => {
  it('answers whether the process lives and has what it needs', async () => {
    const readiness = new Readiness();
    let state = 'not connected';
    readiness.add('nats', () => state);
    const server = await startMetricsServer({ metrics: new Metrics(), readiness, port: 0 });
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
      return [answer.status, await answer.json()];
    };
    expect(await ask('/health/live')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/health/ready')).toEqual([
      503,
      { status: 'not_ready', checks: { nats: 'not connected' }, error: expect.any(String), code: 'NOT_READY' },
    ]);
    state = 'ok';
    expect(await ask('/health/ready')).toEqual([200, { status: 'ready', checks: { nats: 'ok' } }]);
    await server.close();
  });

  it('answers nothing of health where another port does', async () => {
    const server = await startMetricsServer({ metrics: new Metrics(), port: 0 });
    expect((await fetch(`http://127.0.0.1:${server.port}/health/live`)).status).toBe(404);
    await server.close();
  });
});
