import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { type HttpApplicationOptions } from './create-http-application.js';
import { type Edge, startEdge } from './test-app/start-edge.js';

const HEAD = 'HTTP/1.1\r\nhost: x\r\n';

describe('the server', () => {
  const started: Edge[] = [];
  afterEach(() => Promise.all(started.splice(0).map(({ app }) => app.close())));

  async function setup(given: Partial<HttpApplicationOptions> = {}) {
    const edge = await startEdge(given);
    started.push(edge);
    return edge;
  }

  async function dial(edge: Edge): Promise<Socket> {
    const socket = connect(edge.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  const errorIn = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));

  describe('with clients that take their time', () => {
    it.each([
      ['headers', `GET /v1/notes/a ${HEAD}x-slow: `],
      ['a body', `POST /v1/notes ${HEAD}content-type: application/json\r\ncontent-length: 9\r\n\r\n{`],
      ['a body nobody reads', `POST /v1/nothing ${HEAD}content-length: 9\r\n\r\n{`],
    ])('does not wait for %s without end', async (_what, beginning) => {
      const edge = await setup({ timeouts: { headersMs: 100, requestMs: 200 } });
      const socket = await dial(edge);
      socket.write(beginning);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 4/);
    });

    it('says 408 in the usual shape', async () => {
      const edge = await setup({ timeouts: { headersMs: 100, requestMs: 200 } });
      const socket = await dial(edge);
      socket.write(`GET /v1/notes/a ${HEAD}x-slow: `);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(errorIn(answer)).toEqual({ error: expect.any(String), code: 'INVALID_PARAMETER' });
    });

    it('closes a connection on which nothing happens', async () => {
      const edge = await setup({ timeouts: { idleMs: 100 } });
      const socket = await dial(edge);
      await once(socket.resume(), 'close');
    });
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['headers without bound', `GET /v1/notes/a ${HEAD}x-large: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no host', 'GET /v1/notes/a HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
  ])('refuses %s in the usual shape', async (_what, request, status) => {
    const edge = await setup();
    const socket = await dial(edge);
    socket.write(request);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(String.raw`^HTTP/1\.1 ${status} `));
    expect(errorIn(answer)).toEqual({ error: expect.any(String), code: 'INVALID_PARAMETER' });
    expect((await edge.ask('/health/live')).status).toBe(200);
  });

  it('answers a request line that names the whole URL', async () => {
    const edge = await setup();
    const socket = await dial(edge);
    socket.write(`GET http://music.example:3001/v1/notes/a?x=1 ${HEAD}connection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  describe('behind proxies', () => {
    const register: HttpApplicationOptions['register'] = (fastify) => {
      fastify.get('/v1/caller', ({ ip, protocol }) => ({ ip, protocol }));
    };
    const forwarded = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };

    it.each([
      ['an address', ['127.0.0.1'], { ip: '203.0.113.7', protocol: 'https' }],
      ['a block', ['10.0.0.0/8', '127.0.0.0/8'], { ip: '203.0.113.7', protocol: 'https' }],
      ['nobody', [], { ip: '127.0.0.1', protocol: 'http' }],
      ['another', ['192.0.2.1'], { ip: '127.0.0.1', protocol: 'http' }],
    ])('trusts %s', async (_whom, trustedProxies, expected) => {
      const edge = await setup({ register, config: { trustedProxies, loggingLevel: 'none', ssl: null } });
      const answer = await edge.ask('/v1/caller', { headers: forwarded });
      const caller = (await answer.json()) as { ip: string; protocol: string };
      expect({ ...caller, ip: caller.ip.replace('::ffff:', '') }).toEqual(expected);
    });
  });

  describe('when it stops', () => {
    /** A route that answers when told to. */
    async function setupSlow(closeMs: number) {
      const finish = Promise.withResolvers<string>();
      const begun = Promise.withResolvers<undefined>();
      const register: HttpApplicationOptions['register'] = (fastify) => {
        fastify.get('/v1/slow', () => {
          begun.resolve(undefined);
          return finish.promise;
        });
      };
      const edge = await startEdge({ register, timeouts: { closeMs } });
      return { edge, begun: begun.promise, finish: finish.resolve };
    }

    it('finishes what runs, takes nothing new, and lets go of kept connections', async () => {
      const { edge, begun, finish } = await setupSlow(10_000);
      await (await edge.ask('/health/live')).text();
      const running = edge.ask('/v1/slow');
      await begun;
      const closed = edge.app.close();
      await eventually(() => expect(edge.ask('/health/live')).rejects.toThrow());
      finish('done');
      expect(await (await running).text()).toBe('done');
      const startedAt = performance.now();
      await closed;
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    });

    it('does not wait longer than the limit', async () => {
      const { edge, begun } = await setupSlow(200);
      const running = edge.ask('/v1/slow');
      const broken = expect(running).rejects.toThrow();
      await begun;
      await edge.app.close();
      await broken;
    });
  });

  it('rejects when the port is taken', async () => {
    const { port } = await setup();
    const second = startEdge({}, undefined, port);
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes what the modules have opened when the start fails', async () => {
    let isOpen = false;
    class Pool {
      onModuleInit() {
        isOpen = true;
      }
      onModuleDestroy() {
        isOpen = false;
      }
    }
    class PoolModule {}
    Module({ providers: [Pool] })(PoolModule);
    const failing: HttpApplicationOptions['register'] = (fastify) => {
      fastify.addHook('onReady', () => {
        expect(isOpen).toBe(true);
        throw new Error('not today');
      });
    };
    await expect(startEdge({ register: failing }, PoolModule)).rejects.toThrow('not today');
    expect(isOpen).toBe(false);
  });
});
