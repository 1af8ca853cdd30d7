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

describe('the description of the API', () => {
  let edge: Edge;
  afterEach(() => edge.app.close());

  it('is made from the decorators', async () => {
    edge = await startEdge();
    const description = (await (await edge.ask('/v1/openapi.json')).json()) as Record<string, never>;
    expect(description).toMatchObject({
      info: { title: 'Notes', version: '1.0.0' },
      paths: {
        '/v1/notes': {
          get: { parameters: expect.arrayContaining([expect.objectContaining({ name: 'since', required: true })]) },
          post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } } },
        },
        '/v1/notes/{id}': { get: { parameters: [{ name: 'id', in: 'path' }] } },
        '/health/ready': {},
      },
      components: { schemas: { Note: { properties: { title: { type: 'string', maxLength: 20 } } } } },
    });
  });
});
