import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import webSocket from '@fastify/websocket';
import { Body, Controller, Get, HttpCode, Module, Post, type Type } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Session, type SessionAdmitReply } from '@pezzottify/contracts';
import { BodyOf, createHttpApplication, listen } from '@pezzottify/http-edge';
import { Metrics, Readiness } from '@pezzottify/observability';
import { type PermissionName } from '@pezzottify/permissions';
import { silentLogger } from '@pezzottify/testing';
import { IsString } from 'class-validator';
import { type FastifyInstance } from 'fastify';
import WebSocket from 'ws';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  sessionRoute,
  type AccessOptions,
  CurrentSession,
  PermissionRequired,
  Public,
  registerAccess,
  SessionRequired,
} from './index.js';

class Note {
  @IsString()
  title: string;
}

@Controller('v1')
class NotesController {
  @Public({ bucket: 'login' })
  @Get('open')
  open() {
    return { open: true };
  }

  @Get('me')
  @SessionRequired()
  me(@CurrentSession() session: Session) {
    return { user_handle: session.user_handle };
  }

  @Post('notes')
  @PermissionRequired(['EditCatalog', 'DownloadManagerAdmin'], { bucket: 'write' })
  create(@BodyOf(Note) note: Note) {
    return note;
  }

  @Post('download/retry')
  @HttpCode(200)
  @PermissionRequired('EditCatalog')
  retry() {
    return undefined;
  }

  @Public()
  @Get('wrong')
  wrong(@CurrentSession() session: Session) {
    return session;
  }
}
@Module({ controllers: [NotesController] })
class NotesModule {}

/** Tokens are handles; `admin` may edit, the database of `broken` is gone. */
const judge: AccessOptions['judge'] = {
  admit: (tokens, anyOf) => {
    if (tokens.includes('broken')) return Promise.reject(new Error('database is gone'));
    const handle = tokens.find((token) => ['admin', 'maria'].includes(token));
    return Promise.resolve(handle ? verdictOn(handle, anyOf) : { kind: 'no_session' });
  },
};

function verdictOn(handle: string, anyOf: readonly PermissionName[]): SessionAdmitReply {
  const permissions = handle === 'admin' ? ['EditCatalog'] : [];
  const session: Session = { user_id: 7, user_handle: handle, device_id: 1, device_type: 'web', permissions };
  const isAdmitted = anyOf.length === 0 || anyOf.some((name) => permissions.includes(name));
  return isAdmitted ? { kind: 'admitted', session, is_cacheable: true } : { kind: 'forbidden', session };
}

type Register = (fastify: FastifyInstance) => Promise<void>;

async function startApp(module: Type, options: Partial<AccessOptions> = {}, more?: Register) {
  const app = await createHttpApplication(module, {
    config: { trustedProxies: [], loggingLevel: 'none', ssl: null },
    logger: silentLogger(),
    metrics: new Metrics(),
    readiness: new Readiness(),
    title: 'Notes',
    version: '1.0.0',
    register: async (fastify) => {
      registerAccess(fastify, { judge, ...options });
      await more?.(fastify);
    },
  });
  const port = await listen(app, 0);
  const url = `http://127.0.0.1:${port}`;
  return { app, url, ask: (path: string, init?: RequestInit) => fetch(url + path, init) };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const as = (token: string) => ({ headers: { authorization: token } });
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code];

describe('access', () => {
  let app: NestFastifyApplication;
  let ask: (path: string, init?: RequestInit) => Promise<Response>;
  beforeAll(async () => {
    ({ app, ask } = await startApp(NotesModule));
  });
  afterAll(() => app.close());

  it.each([
    ['/v1/open', undefined, 200],
    ['/v1/me', undefined, 403],
    ['/v1/me', { authorization: 'maria' }, 200],
    ['/v1/me', { authorization: 'Bearer maria' }, 200],
    ['/v1/me', { cookie: 'session_token=maria' }, 200],
    ['/v1/me', { authorization: 'expired', cookie: 'session_token=maria' }, 200],
    ['/v1/me', { authorization: 'maria', cookie: 'session_token=expired' }, 200],
    ['/v1/me', { authorization: 'expired', cookie: 'session_token=expired' }, 403],
    ['/v1/me?session_token=maria', undefined, 403],
    ['/health/live', undefined, 200],
    ['/health/ready', undefined, 200],
    ['/v1/openapi.json', undefined, 200],
  ])('GET %s with %j is %i', async (path, headers, status) => {
    const init = headers ? { headers } : {};
    expect((await ask(path, init)).status).toBe(status);
    expect((await ask(path, { ...init, method: 'HEAD' })).status).toBe(status);
  });

  it('gives the handler the session', async () => {
    expect(await (await ask('/v1/me', as('maria'))).json()).toEqual({ user_handle: 'maria' });
  });

  it.each([
    ['/v1/nothing', 'GET', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['/v1/nothing', 'GET', 'maria', 404, 'ROUTE_NOT_FOUND'],
    ['/v1/notes', 'GET', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['/v1/notes', 'POST', undefined, 403, 'NO_SESSION'],
    ['/v1/notes', 'POST', 'maria', 403, 'FORBIDDEN'],
    ['/v1/notes', 'POST', 'broken', 500, 'INTERNAL'],
    ['/v1/notes', 'POST', 'admin', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['/v1/wrong', 'GET', 'maria', 500, 'INTERNAL'],
  ])('%s %s by %s is %i %s', async (path, method, token, status, code) => {
    expect(await codeOf(await ask(path, { method, ...(token ? as(token) : {}) }))).toEqual([status, code]);
  });

  it.each([
    ['a broken body', '{', JSON_TYPE],
    ['3 MiB', 'x'.repeat(3 * 1024 * 1024), JSON_TYPE],
    ['another media type', 'x', { 'content-type': 'text/plain' }],
  ])('decides before %s is looked at', async (_what, body, headers) => {
    const init = { method: 'POST', body };
    expect((await ask('/v1/notes', { ...init, headers: { ...headers, authorization: 'maria' } })).status).toBe(403);
    expect((await ask('/v1/notes', { ...init, headers: { ...headers, authorization: 'admin' } })).status).not.toBe(403);
  });

  it('is text below /v1/download', async () => {
    const answer = await ask('/v1/download/retry', { method: 'POST', ...as('maria') });
    expect([answer.status, answer.headers.get('x-error-code'), await answer.text()]).toEqual([
      403,
      'FORBIDDEN',
      'this needs the permission EditCatalog',
    ]);
  });

  it('stands in the API description', async () => {
    const description = await (await ask('/v1/openapi.json')).json();
    expect(description).toMatchObject({
      paths: {
        '/v1/notes': { post: { responses: { 403: { description: 'without EditCatalog or DownloadManagerAdmin' } } } },
      },
    });
  });
});

describe('with a rate limiter', () => {
  const left = new Map<string, number>();
  const taken: string[] = [];
  let started: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    const take = (bucket: string, key: string) => {
      taken.push(`${bucket} ${key.replace('::ffff:', '')}`);
      const rest = left.get(bucket) ?? 1;
      return rest > 0 ? ({ allowed: true } as const) : ({ allowed: false, retryAfterSeconds: 7 } as const);
    };
    started = await startApp(NotesModule, { limiter: { take } });
  });
  afterEach(() => {
    left.clear();
    taken.length = 0;
  });
  afterAll(() => started.app.close());

  it('counts nothing for health, unknown paths and wrong methods', async () => {
    await started.ask('/health/live');
    await started.ask('/v1/nothing');
    await started.ask('/v1/notes');
    expect(taken).toEqual([]);
  });

  it('counts a signed-in caller by user and a stranger by address', async () => {
    await started.ask('/v1/me', as('maria'));
    await started.ask('/v1/open');
    expect(taken).toEqual(['global user:7', 'global ip:127.0.0.1', 'login ip:127.0.0.1']);
  });

  it('says when to come back, before it reads the body', async () => {
    left.set('write', 0);
    const init = { method: 'POST', body: '{', headers: { ...JSON_TYPE, authorization: 'admin' } };
    const answer = await started.ask('/v1/notes', init);
    expect([answer.headers.get('retry-after'), answer.headers.get('x-ratelimit-after')]).toEqual(['7', '7']);
    expect(await codeOf(answer)).toEqual([429, 'RATE_LIMITED']);
  });

  it('takes nothing from a group for a caller it refuses', async () => {
    await started.ask('/v1/notes', { method: 'POST', ...as('maria') });
    expect(taken).toEqual(['global user:7']);
  });
});

describe('a WebSocket route', () => {
  let started: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    started = await startApp(NotesModule, {}, async (fastify) => {
      await fastify.register(webSocket);
      const config = sessionRoute({ isWebSocket: true });
      fastify.get('/v1/ws', { websocket: true, config }, (socket, { session }) =>
        socket.send(session?.user_handle ?? ''),
      );
    });
  });
  afterAll(() => started.app.close());

  async function dial(headers: Record<string, string>): Promise<unknown> {
    const socket = new WebSocket(`${started.url.replace('http', 'ws')}/v1/ws`, { headers });
    const refused = once(socket, 'unexpected-response').then(([, answer]) => (answer as IncomingMessage).statusCode);
    const greeted = once(socket, 'message').then(([message]) => String(message));
    try {
      return await Promise.race([refused, greeted]);
    } finally {
      socket.on('error', () => undefined).terminate();
    }
  }

  it('knows the session of its caller', async () => {
    expect(await dial({ cookie: 'session_token=maria' })).toBe('maria');
  });

  it('refuses an upgrade without session', async () => {
    expect(await dial({ authorization: 'expired' })).toBe(403);
  });

  it('asks for an upgrade before it asks for a session', async () => {
    const answer = await started.ask('/v1/ws');
    expect(answer.headers.get('upgrade')).toBe('websocket');
    expect(await codeOf(answer)).toEqual([426, 'UPGRADE_REQUIRED']);
  });
});

describe('at the start', () => {
  it('refuses routes below /v1 that nobody declared, all by name', async () => {
    @Controller('v1')
    class Forgetful {
      @Get('a')
      a() {
        return 'a';
      }

      @Post('b/:id')
      b(@Body() body: unknown) {
        return body;
      }

      @Get('c')
      @Public()
      c() {
        return 'c';
      }
    }
    @Module({ controllers: [Forgetful] })
    class ForgetfulModule {}
    await expect(startApp(ForgetfulModule)).rejects.toThrow(/on: GET,HEAD \/v1\/a; POST \/v1\/b\/:id$/);
  });
});
