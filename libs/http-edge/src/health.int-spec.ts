import { afterEach, describe, expect, it } from '@jest/globals';
import { type Edge, startEdge } from './test-app/start-edge.js';

describe('health', () => {
  let edge: Edge;
  afterEach(() => edge.app.close());

  it('lives', async () => {
    edge = await startEdge();
    const answer = await edge.ask('/health/live');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('is ready with every check and an absent peer', async () => {
    edge = await startEdge();
    edge.readiness.add('database', () => 'ok');
    edge.readiness.add('job-scheduler', () => 'no answer', { isPeer: true });
    const answer = await edge.ask('/health/ready');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ready', checks: { database: 'ok', 'job-scheduler': 'no answer' } },
    ]);
  });

  it('is not ready without what it needs itself', async () => {
    edge = await startEdge();
    edge.readiness.add('database', () => 'ok');
    edge.readiness.add('nats', () => 'not connected');
    const answer = await edge.ask('/health/ready');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        status: 'not_ready',
        checks: { database: 'ok', nats: 'not connected' },
        error: expect.any(String),
        code: 'NOT_READY',
      },
    ]);
  });
});
