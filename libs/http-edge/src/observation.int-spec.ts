import { connect } from 'node:net';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { type HttpApplicationOptions } from './create-http-application.js';
import { type AnsweredRequest } from './observation/answered-request.js';
import { type Edge, type LogLine, startEdge } from './test-app/start-edge.js';

type Level = HttpApplicationOptions['config']['loggingLevel'];

const SECRETS = ['hunter2', 'k3Zrk3Zr', 'cookie-secret', 'raw-token', 'query-token', 'broken-secret'];

describe('observation', () => {
  const started: Edge[] = [];
  afterEach(() => Promise.all(started.splice(0).map(({ app }) => app.close())));

  async function setup(loggingLevel: Level = 'path', given: Partial<HttpApplicationOptions> = {}) {
    const edge = await startEdge({ config: { trustedProxies: [], loggingLevel, ssl: null }, ...given });
    started.push(edge);
    return edge;
  }

  async function logIn(edge: Edge, body = '{"user_handle":"maria","password":"hunter2"}') {
    const headers = {
      'content-type': 'application/json',
      cookie: 'session_token=cookie-secret',
      authorization: 'raw-token',
    };
    await (await edge.ask('/v1/auth/login?x=1&session_token=query-token', { method: 'POST', headers, body })).text();
    await eventually(async () => expect(await edge.metrics.registry.metrics()).toContain('status="'));
  }

  const line = (edge: Edge, msg: string): LogLine | undefined => edge.lines.find((candidate) => candidate.msg === msg);

  it('writes nothing about requests at level none', async () => {
    const edge = await setup('none');
    await logIn(edge);
    expect(edge.lines).toEqual([]);
  });

  it('writes method, path and query, and at the end status and time, at level path', async () => {
    const edge = await setup('path');
    await logIn(edge);
    const path = '/v1/auth/login?x=1&session_token=[redacted]';
    expect(line(edge, 'request')).toMatchObject({ method: 'POST', path });
    expect(line(edge, 'answered')).toMatchObject({
      method: 'POST',
      path,
      status: 201,
      duration_ms: expect.any(Number),
    });
    expect(edge.lines.some((entry) => 'headers' in entry || 'body' in entry)).toBe(false);
  });

  it('adds both sets of headers at level headers', async () => {
    const edge = await setup('headers');
    await logIn(edge);
    expect(line(edge, 'request')).toMatchObject({
      headers: { authorization: '[redacted]', cookie: '[redacted]', 'content-type': 'application/json' },
    });
    expect(line(edge, 'answered')).toMatchObject({ headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(edge.lines.some((entry) => 'body' in entry)).toBe(false);
  });

  it('adds small bodies at level body', async () => {
    const edge = await setup('body');
    await logIn(edge);
    expect(line(edge, 'request body')).toMatchObject({ body: '{"user_handle":"maria","password":"[redacted]"}' });
    expect(line(edge, 'answer body')).toMatchObject({ body: '{"token":"[redacted]","user_handle":"maria"}' });
  });

  it('only notes larger bodies', async () => {
    const edge = await setup('body');
    const body = JSON.stringify({ user_handle: 'x'.repeat(2000), password: 'hunter2' });
    await logIn(edge, body);
    expect(line(edge, 'request body')).toMatchObject({ body: `[${body.length} bytes]` });
    expect(line(edge, 'answer body')).toMatchObject({ body: expect.stringMatching(/^\[\d+ bytes\]$/) });
  });

  it.each(['none', 'path', 'headers', 'body'] as const)('writes no secret at level %s', async (level) => {
    const edge = await setup(level);
    await logIn(edge);
    await logIn(edge, '{"password":"broken-secret"');
    const written = JSON.stringify(edge.lines);
    expect(SECRETS.filter((secret) => written.includes(secret))).toEqual([]);
  });

  it('redacts the cookies an answer sets', async () => {
    const register: HttpApplicationOptions['register'] = (fastify) => {
      fastify.get('/v1/cookie', (_request, reply) => reply.header('set-cookie', 'session_token=hunter2').send('x'));
    };
    const edge = await setup('body', { register });
    await edge.ask('/v1/cookie');
    await eventually(() => expect(line(edge, 'answered')).toBeDefined());
    expect(JSON.stringify(edge.lines)).not.toContain('hunter2');
  });

  it('counts and times by route template, at every level', async () => {
    const edge = await setup('none');
    const asked = [
      '/v1/notes/a',
      '/v1/notes/b',
      '/v1/notes/absent',
      '/v1/nothing',
      '/v1/broken',
      '/v1/download/search',
    ];
    for (const path of asked) await (await edge.ask(path)).text();
    await edge.ask('/v1/notes', { method: 'PROPFIND' });
    const text = await eventually(async () => {
      const scraped = await edge.metrics.registry.metrics();
      expect(scraped).toContain('method="other"');
      return scraped;
    });
    for (const sample of [
      'http_requests_total{method="GET",path="/v1/notes/{id}",status="200"} 2',
      'http_requests_total{method="GET",path="/v1/notes/{id}",status="404"} 1',
      'http_requests_total{method="GET",path="unmatched",status="404"} 1',
      'http_requests_total{method="other",path="unmatched",status="405"} 1',
      'http_request_duration_seconds_count{method="GET",path="/v1/notes/{id}"} 3',
      'errors_total{error_type="INTERNAL",endpoint="/v1/broken"} 1',
      'errors_total{error_type="PROVIDER_ERROR",endpoint="/v1/download/search"} 1',
    ]) {
      expect(text).toContain(`pezzottify_${sample}\n`);
    }
    const bounds = [...text.matchAll(/duration_seconds_bucket\{le="([^"]+)",method="GET",path="unmatched"/g)];
    expect(bounds.map(([, bound]) => bound)).toEqual([
      '0.001',
      '0.01',
      '0.05',
      '0.1',
      '0.5',
      '1',
      '2',
      '5',
      '10',
      '+Inf',
    ]);
  });

  describe('of the bytes of bodies', () => {
    const KIB = 1024;

    async function metered(register: HttpApplicationOptions['register']) {
      const answered: AnsweredRequest[] = [];
      const edge = await setup('none', { ...(register && { register }), onAnswered: (one) => void answered.push(one) });
      const bytes = async () => {
        await eventually(() => expect(answered).not.toEqual([]));
        return answered.map(({ requestBytes, responseBytes }) => [requestBytes, responseBytes]);
      };
      return { edge, bytes, answered };
    }

    const text: HttpApplicationOptions['register'] = (fastify) => {
      fastify.get('/v1/text', () => 'é'.repeat(KIB));
      fastify.get('/v1/pieces', (_request, reply) => reply.send(Readable.from(['é', Buffer.alloc(KIB), 'abc'])));
      fastify.get('/v1/unchanged', (_request, reply) => reply.code(304).send('kept back'));
    };

    it.each([
      ['GET', '/v1/text', 2 * KIB],
      ['GET', '/v1/pieces', 2 + KIB + 3],
      ['HEAD', '/v1/text', 0],
      ['HEAD', '/v1/nothing', 0],
      ['GET', '/v1/unchanged', 0],
    ])('counts those of the answer to %s %s', async (method, path, sent) => {
      const { edge, bytes } = await metered(text);
      await (await edge.ask(path, { method })).arrayBuffer();
      expect(await bytes()).toEqual([[0, sent]]);
    });

    it.each([
      ['/v1/notes', 'of a known length', (body: string) => ({ body })],
      [
        '/v1/notes',
        'in chunks',
        (body: string) => ({ body: ReadableStream.from([Buffer.from(body)]), duplex: 'half' }),
      ],
      ['/v1/undeclared', 'that nobody reads', (body: string) => ({ body })],
    ])('counts those of a request to %s %s', async (path, _how, init) => {
      const { edge, bytes } = await metered(undefined);
      const body = JSON.stringify({ title: 'é' });
      const headers = { 'content-type': 'application/json' };
      const answer = await edge.ask(path, { method: 'POST', headers, ...(init(body) as RequestInit) });
      const sent = (await answer.arrayBuffer()).byteLength;
      expect(await bytes()).toEqual([[Buffer.byteLength(body), sent]]);
    });

    it('counts no piece that was still waiting when the client went away', async () => {
      // More than the buffers of both ends of a connection hold, however late the client goes.
      const PIECE = 64 * KIB * KIB;
      const { edge, answered } = await metered((fastify) => {
        fastify.get('/v1/much', (_request, reply) => {
          reply.hijack();
          reply.raw.writeHead(200);
          reply.raw.write('first', () => reply.raw.write(Buffer.alloc(PIECE)));
        });
      });
      const socket = connect(edge.port, '127.0.0.1');
      socket.write('GET /v1/much HTTP/1.1\r\nhost: x\r\n\r\n');
      await once(socket, 'readable');
      socket.destroy();
      await eventually(() => expect(answered).toMatchObject([{ status: 200, responseBytes: 5 }]));
    });
  });

  it('notices a client that goes away', async () => {
    const register: HttpApplicationOptions['register'] = (fastify) => {
      fastify.get('/v1/never', () => new Promise(() => undefined));
    };
    const edge = await setup('path', { register });
    const socket = connect(edge.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /v1/never HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(() => expect(line(edge, 'request')).toBeDefined());
    socket.destroy();
    await eventually(() => expect(line(edge, 'answered')).toBeDefined());
    expect(line(edge, 'answered')).toMatchObject({ path: '/v1/never', aborted: true });
    expect(await edge.metrics.registry.metrics()).toContain('path="/v1/never",status="499"} 1');
  });

  it('gives both lines of a request the trace of its caller', async () => {
    const edge = await setup();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await edge.ask('/v1/notes/a', { headers: { traceparent } });
    await eventually(() => expect(line(edge, 'answered')).toBeDefined());
    expect(edge.lines.map((entry) => entry.trace_id)).toEqual(['a'.repeat(32), 'a'.repeat(32)]);
  });
});
