import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Edge, startEdge } from './test-app/start-edge.js';

describe('path and method', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.app.close());

  it.each([
    ['GET', '/v1/nothing', 404, 'ROUTE_NOT_FOUND', null],
    ['POST', '/v1/nothing', 404, 'ROUTE_NOT_FOUND', null],
    ['GET', '/', 404, 'ROUTE_NOT_FOUND', null],
    ['GET', '/v1/notes/', 404, 'ROUTE_NOT_FOUND', null],
    ['GET', '/v1//notes', 404, 'ROUTE_NOT_FOUND', null],
    ['PATCH', '/v1/notes', 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD, POST'],
    ['OPTIONS', '/v1/notes', 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD, POST'],
    ['PROPFIND', '/v1/notes/1', 405, 'METHOD_NOT_ALLOWED', 'DELETE, GET, HEAD, PUT'],
    ['POST', '/health/live', 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD'],
    ['GET', '/v1/notes/%zz', 400, 'INVALID_PARAMETER', null],
    ['GET', `/v1/notes/${'x'.repeat(257)}`, 404, 'NOT_FOUND', null],
    ['GET', `/v1/notes/${'%C3%A9'.repeat(257)}`, 404, 'NOT_FOUND', null],
  ])('%s %s is %i %s', async (method, path, status, code, allow) => {
    const answer = await edge.ask(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await answer.json()).toEqual({ error: expect.any(String), code });
  });

  it.each([
    ['GET', '/v1/download/nothing', 404, 'ROUTE_NOT_FOUND', null],
    ['DELETE', '/v1/download/search', 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD'],
    ['GET', '/v1/download/%zz', 400, 'INVALID_PARAMETER', null],
  ])('%s %s is %i %s as one line of text', async (method, path, status, code, allow) => {
    const answer = await edge.ask(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('x-error-code')).toBe(code);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await answer.text()).toMatch(/^[^\n{]+$/);
  });

  it.each(['/v1/notes/a', '/health/live', '/v1/notes?since=a', '/v1/openapi.json'])(
    'answers HEAD %s like GET, without the body',
    async (path) => {
      const [get, head] = [await edge.ask(path), await edge.ask(path, { method: 'HEAD' })];
      const ofConnection = ['date', 'connection', 'keep-alive'];
      const headersOf = ({ headers }: Response) =>
        Object.fromEntries([...headers].filter(([name]) => !ofConnection.includes(name)));
      expect([head.status, await head.text()]).toEqual([get.status, '']);
      expect(headersOf(head)).toEqual(headersOf(get));
    },
  );

  it('finds ids of 256 characters, also encoded ones', async () => {
    const id = 'é/'.repeat(128);
    const answer = await edge.ask(`/v1/notes/${encodeURIComponent(id)}`);
    expect(await answer.json()).toEqual({ id });
  });
});

describe('with nothing but / outside of the API', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge({ register: (fastify) => void fastify.get('/', () => ({ uptime: 1 })) });
  });
  afterAll(() => edge.app.close());

  it.each([
    ['GET', '/', 200],
    ['POST', '/', 404],
    ['GET', '/settings', 404],
    ['POST', '/health/live', 405],
  ])('%s %s is %i', async (method, path, status) => {
    expect((await edge.ask(path, { method })).status).toBe(status);
  });
});

describe('with a frontend for every path', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge({
      register: (fastify) => {
        fastify.get('/*', (_request, reply) => reply.type('text/html').send('<html>'));
      },
    });
  });
  afterAll(() => edge.app.close());

  it.each([
    ['GET', '/login', 200, 'text/html'],
    ['POST', '/login', 405, 'application/json; charset=utf-8'],
    ['GET', '/v1/nothing', 404, 'application/json; charset=utf-8'],
    ['GET', '/v1', 404, 'application/json; charset=utf-8'],
    ['GET', '/health/nothing', 404, 'application/json; charset=utf-8'],
    ['POST', '/v1/nothing', 404, 'application/json; charset=utf-8'],
  ])('%s %s is %i', async (method, path, status, type) => {
    const answer = await edge.ask(path, { method });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
  });

  it('says nothing about the caching of what is not the API', async () => {
    expect((await edge.ask('/login')).headers.get('cache-control')).toBeNull();
  });
});
