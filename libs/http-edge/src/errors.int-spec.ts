import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Edge, startEdge } from './test-app/start-edge.js';

describe('errors', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge({
      register: (fastify) => {
        fastify.get('/v1/half', (_request, reply) => {
          reply.hijack();
          reply.raw.writeHead(200, { 'content-length': '10' });
          reply.raw.write('half', () => void reply.raw.destroy());
        });
        fastify.get('/own', (_request, reply) =>
          reply.code(410).header('cache-control', 'public, max-age=60').send('gone'),
        );
        fastify.get('/v1/hook', { onRequest: () => Promise.reject(new Error('/secret')) }, () => 'x');
      },
    });
  });
  afterAll(() => edge.app.close());

  it.each(['/v1/broken', '/v1/hook'])(
    '%s: an unexpected one is a 500 without details, logged with its stack',
    async (path) => {
      const answer = await edge.ask(path);
      expect([answer.status, await answer.json()]).toEqual([
        500,
        { error: 'an internal error occurred', code: 'INTERNAL' },
      ]);
      const logged = edge.lines.findLast(({ msg }) => msg === 'request failed');
      expect(logged).toMatchObject({ level: 'error', err: { stack: expect.stringContaining('at ') } });
    },
  );

  it('an expected one carries its headers, none of the answer that was not given, and no stack into the log', async () => {
    const before = edge.lines.filter(({ level }) => level === 'error').length;
    const answer = await edge.ask('/v1/limited');
    const headers = ['retry-after', 'x-ratelimit-after', 'x-extra', 'etag', 'cache-control'];
    expect([answer.status, ...headers.map((name) => answer.headers.get(name))]).toEqual([
      429,
      '3',
      '3',
      'yes',
      null,
      'no-store',
    ]);
    expect(edge.lines.filter(({ level }) => level === 'error')).toHaveLength(before);
  });

  it('an error takes back the caching its route allows', async () => {
    const [found, absent] = [await edge.ask('/v1/notes/a'), await edge.ask('/v1/notes/absent')];
    expect(found.headers.get('cache-control')).toBe('private, max-age=60');
    expect([absent.status, absent.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });

  it('an error a handler writes itself is not stored either', async () => {
    const answer = await edge.ask('/own');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([410, 'no-store']);
  });

  it('below /v1/download it is one line of text', async () => {
    const answer = await edge.ask('/v1/download/search');
    expect([answer.status, answer.headers.get('x-error-code'), await answer.text()]).toEqual([
      502,
      'PROVIDER_ERROR',
      'the provider answered nonsense',
    ]);
  });

  it('an answer that breaks off in the middle breaks the connection', async () => {
    const answer = await edge.ask('/v1/half');
    await expect(answer.text()).rejects.toThrow();
  });

  it.each(['/v1/notes/a', '/v1/nothing', '/v1/broken', '/health/live', '/v1/notes/%zz'])(
    '%s carries the security headers',
    async (path) => {
      const { headers } = await edge.ask(path);
      const names = ['x-content-type-options', 'referrer-policy', 'x-frame-options', 'content-security-policy'];
      expect(names.map((name) => headers.get(name))).toEqual([
        'nosniff',
        'no-referrer',
        'SAMEORIGIN',
        "frame-ancestors 'self'",
      ]);
    },
  );
});
