import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import proxy from '@fastify/http-proxy';
import webSocket from '@fastify/websocket';
import { CodedError } from '@pezzottify/contracts';
import { eventually } from '@pezzottify/testing';
import WebSocket from 'ws';
import { type HttpApplicationOptions } from './create-http-application.js';
import { type Edge, startEdge } from './test-app/start-edge.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('a proxy in front of another service', () => {
  const started: Edge[] = [];
  afterEach(() => Promise.all(started.splice(0).map(({ app }) => app.close())));

  async function setup(upstreamUrl?: string) {
    const upstream = await startEdge();
    const gateway = await startEdge(
      {
        register: async (fastify) => {
          await fastify.register(proxy, {
            upstream: upstreamUrl ?? upstream.url,
            prefix: '/v1/notes',
            rewritePrefix: '/v1/notes',
            replyOptions: {
              onError: (reply) => {
                reply.send(new CodedError('SCHEDULER_UNAVAILABLE', 'the scheduler is not available'));
              },
            },
          });
        },
      },
      Object,
    );
    started.push(gateway, upstream);
    return { gateway, upstream };
  }

  it.each([
    ['GET', '/v1/notes/a', undefined, {}],
    ['GET', '/v1/notes/absent', undefined, {}],
    ['HEAD', '/v1/notes/a', undefined, {}],
    ['GET', '/v1/notes?since=3&limit=4', undefined, {}],
    ['POST', '/v1/notes', '{"title":"é"}', JSON_TYPE],
    ['POST', '/v1/notes', '{"title":', JSON_TYPE],
    ['POST', '/v1/notes', '{"title":"x"}', { 'content-type': 'text/plain' }],
    ['POST', '/v1/notes', `{"title":"${'x'.repeat(2 * 1024 * 1024)}"}`, JSON_TYPE],
    ['POST', '/v1/notes/1/star', 'x', { 'content-type': 'nonsense' }],
    ['POST', '/v1/notes/1/star', undefined, {}],
    ['DELETE', '/v1/notes/1', undefined, {}],
    ['PATCH', '/v1/notes/1', '{}', JSON_TYPE],
  ])('passes %s %s through unchanged', async (method, path, body, headers) => {
    const { gateway, upstream } = await setup();
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    const [direct, forwarded] = [await upstream.ask(path, init), await gateway.ask(path, init)];
    const names = ['content-type', 'content-length', 'cache-control', 'allow', 'x-frame-options'];
    const seen = async (answer: Response) => [
      answer.status,
      names.map((name) => answer.headers.get(name)),
      await answer.text(),
    ];
    expect(await seen(forwarded)).toEqual(await seen(direct));
  });

  it('hands its trace on', async () => {
    const { gateway, upstream } = await setup();
    await gateway.ask('/v1/notes/a');
    await eventually(() => expect(gateway.lines.length + upstream.lines.length).toBe(4));
    expect(new Set([...gateway.lines, ...upstream.lines].map((line) => line.trace_id)).size).toBe(1);
  });

  it('answers for a service that is away', async () => {
    const { gateway } = await setup('http://127.0.0.1:1');
    const answer = await gateway.ask('/v1/notes/a');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { error: 'the scheduler is not available', code: 'SCHEDULER_UNAVAILABLE' },
    ]);
  });
});

describe('a WebSocket route', () => {
  const started: Edge[] = [];
  afterEach(() => Promise.all(started.splice(0).map(({ app }) => app.close())));

  async function setup(given: Partial<HttpApplicationOptions> = {}) {
    const edge = await startEdge({
      register: async (fastify) => {
        await fastify.register(webSocket);
        fastify.get('/v1/ws', { websocket: true }, (socket) => socket.send('hello'));
      },
      ...given,
    });
    started.push(edge);
    return edge;
  }

  async function greeted({ port }: Edge): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`);
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(message.toString()).toBe('hello');
    return socket;
  }

  it('is counted as 101 when its connection ends', async () => {
    const edge = await setup();
    (await greeted(edge)).close();
    await eventually(async () => {
      expect(await edge.metrics.registry.metrics()).toContain('path="/v1/ws",status="101"} 1');
    });
  });

  /** The whole answer on a connection that is closed after it. */
  async function answerTo({ port }: Edge, request: string): Promise<string> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(request);
    return text(socket);
  }
  const KEY = 'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';

  it('ends the connection of an upgrade it refuses', async () => {
    const edge = await setup({
      register: async (fastify) => {
        await fastify.register(webSocket);
        const preHandler = () => Promise.reject(new CodedError('NOT_FOUND', 'no'));
        fastify.get('/v1/ws', { websocket: true, preHandler }, () => undefined);
      },
    });
    const upgrade = `upgrade: websocket\r\nconnection: upgrade\r\n${KEY}`;
    expect(await answerTo(edge, `GET /v1/ws HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 404 [^]*connection: close/i,
    );
  });

  it.each(['h2c', 'websocket', 'h2c, websocket'])('leaves other paths as they are for who offers %s', async (offer) => {
    const edge = await setup();
    const body = '{"title":"kept"}';
    const head = [
      'POST /v1/notes HTTP/1.1',
      ...['host: x', `upgrade: ${offer}`, 'connection: close, upgrade', KEY],
      ...['content-type: application/json', `content-length: ${body.length}`],
    ];
    expect(await answerTo(edge, `${head.join('\r\n')}\r\n\r\n${body}`)).toMatch(/^HTTP\/1\.1 201 [^]*"kept"/);
  });

  it('is logged with the status it was counted with', async () => {
    const edge = await setup();
    (await greeted(edge)).close();
    const answered = expect.objectContaining({ msg: 'answered', path: '/v1/ws', status: 101 });
    await eventually(() => expect(edge.lines).toContainEqual(answered));
    expect(edge.lines).not.toContainEqual(expect.objectContaining({ aborted: true }));
  });

  it('does not hold up the end of the service when its client is deaf', async () => {
    const edge = await setup({ timeouts: { closeMs: 200 } });
    const deaf = await greeted(edge);
    deaf.pause();
    await edge.app.close();
    deaf.terminate();
  });
});
