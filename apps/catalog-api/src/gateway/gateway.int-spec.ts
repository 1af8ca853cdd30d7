import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { startUserSide, type UserSideApp } from '../sessions/test-app/start-user-side.js';

type Respond = (answer: ServerResponse) => void;

/** Another service, which says what it was asked. */
async function startUpstream() {
  const seen: { method: string; url: string; body: string; headers: IncomingMessage['headers'] }[] = [];
  let respond: Respond = (answer) => answer.end('{}');
  const server = createServer((request, answer) => {
    void text(request).then((body) => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', body, headers: request.headers });
      respond(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { seen, url, close, answerWith: (given: Respond) => (respond = given) };
}

const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
const lineOf = async (answer: Response) => [
  answer.status,
  answer.headers.get('x-error-code'),
  answer.headers.get('content-type'),
  (await answer.text()).includes('{'),
];
const PLAIN = 'text/plain; charset=utf-8';

async function withTokens(app: UserSideApp) {
  const admin = await app.accounts.session(await app.accounts.add('ada', 'Admin'));
  const regular = await app.accounts.session(await app.accounts.add('maria', 'Regular'));
  const ask = (path: string, init: RequestInit & { token?: string } = {}) =>
    app.ask(path, { ...init, headers: { authorization: init.token ?? admin, ...(init.headers as object) } });
  return { admin, regular, ask };
}

describe('forwarding', () => {
  let upstream: Awaited<ReturnType<typeof startUpstream>>;
  let app: UserSideApp;
  let client: Awaited<ReturnType<typeof withTokens>>;

  beforeEach(async () => {
    upstream = await startUpstream();
    app = await startUserSide({ downloadManagerUrl: upstream.url, jobSchedulerUrl: upstream.url });
    client = await withTokens(app);
  });
  afterEach(async () => {
    await app.app.close();
    await upstream.close();
  });

  it('passes on method, path, query, body and headers, and gives back status, headers and body', async () => {
    upstream.answerWith((answer) => {
      answer.writeHead(409, {
        'content-type': 'text/plain; charset=utf-8',
        'x-error-code': 'ALREADY_QUEUED',
        'retry-after': '7',
      });
      answer.end('already queued: é');
    });
    const body = '{"album_id": "b1",  "n": 1e2}';
    const headers = {
      'content-type': 'application/json',
      'x-own': 'kept',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    };
    const answer = await client.ask('/v1/download/request/album?a=1&a=%2F%20b&c', { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
      409,
      '7',
      'already queued: é',
    ]);
    expect(answer.headers.get('x-error-code')).toBe('ALREADY_QUEUED');
    expect(upstream.seen).toMatchObject([
      {
        method: 'POST',
        url: '/v1/download/request/album?a=1&a=%2F%20b&c',
        body,
        headers: { ...headers, authorization: client.admin },
      },
    ]);
  });

  it.each([
    ['GET', '/v1/download/request/a%2Fb'],
    ['DELETE', '/v1/download/request/r1'],
    ['GET', '/v1/admin/jobs'],
    ['POST', '/v1/admin/jobs/popular_content/trigger'],
    ['HEAD', '/v1/download/limits'],
    ['GET', '/v1/download/search?q=Metallica%2F...And%20Justice'],
    ['GET', '/v1/download/search?q=100%&type=artist'],
    ['GET', '/v1/admin/jobs?x=../..&y=%zz?'],
  ])('passes %s %s on without a body', async (method, path) => {
    expect((await client.ask(path, { method })).status).toBe(200);
    expect(upstream.seen).toMatchObject([{ method, url: path, body: '' }]);
  });

  it('passes a body on as it is, also one that is no JSON', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await client.ask('/v1/download/request/album', { method: 'POST', headers, body: '{"a":' });
    expect(upstream.seen).toMatchObject([{ body: '{"a":', headers }]);
  });

  it('gives a 503 of the other service back at once, without asking it again', async () => {
    upstream.answerWith((answer) =>
      answer.writeHead(503, { 'content-type': 'application/json' }).end('{"code":"NOT_READY"}'),
    );
    expect(await codeOf(await client.ask('/v1/admin/jobs'))).toEqual([503, 'NOT_READY']);
    expect(upstream.seen).toHaveLength(1);
  });

  it('reports whether the services answer, and asks them once for the probes of five seconds', async () => {
    const peers = async () => (await app.ask('/health/ready')).json();
    const there = { job_scheduler: 'ok', download_manager: 'ok' };
    const reports = [await peers(), ...(await Promise.all([peers(), peers()]))];
    for (const report of reports) expect(report).toMatchObject({ status: 'ready', checks: there });
    expect(upstream.seen).toMatchObject(Array(2).fill({ method: 'GET', url: '/health/live' }));
    upstream.answerWith((answer) => answer.writeHead(503).end());
    app.clock.advance(4);
    expect(await peers()).toMatchObject({ checks: there });
    app.clock.advance(1);
    const ill = { job_scheduler: 'answers 503', download_manager: 'answers 503' };
    expect(await peers()).toMatchObject({ status: 'ready', checks: ill });
  });

  it('does not wait for a service that is silent', async () => {
    upstream.answerWith(() => undefined);
    const answer = await app.ask('/health/ready', { signal: AbortSignal.timeout(5_000) });
    expect(await answer.json()).toMatchObject({ status: 'ready', checks: { job_scheduler: 'no answer' } });
  });

  it('leaves the countdown of a grant to the other service', async () => {
    const guestId = await app.accounts.add('guest');
    await app.accounts.grant(guestId, 'RequestContent', { countdown: 1 });
    const token = await app.accounts.session(guestId);
    expect((await client.ask('/v1/download/limits', { token })).status).toBe(200);
    expect(await app.database.reads.get('SELECT countdown FROM user_extra_permission')).toEqual({ countdown: 1 });
  });

  it('judges session and permission before it asks', async () => {
    const { regular: token } = client;
    expect(await lineOf(await client.ask('/v1/download/limits', { token }))).toEqual([403, 'FORBIDDEN', PLAIN, false]);
    expect(await codeOf(await client.ask('/v1/admin/jobs', { token }))).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf(await client.ask('/v1/admin/jobs', { token: 'unknown' }))).toEqual([403, 'NO_SESSION']);
    expect(upstream.seen).toEqual([]);
  });
});

describe('forwarding to a service that is away', () => {
  let app: UserSideApp;
  let client: Awaited<ReturnType<typeof withTokens>>;
  beforeAll(async () => {
    app = await startUserSide();
    client = await withTokens(app);
  });
  afterAll(() => app.app.close());

  it('is 503, as text below /v1/download and as JSON elsewhere', async () => {
    expect(await lineOf(await client.ask('/v1/download/limits'))).toEqual([
      503,
      'DOWNLOAD_MANAGER_UNAVAILABLE',
      PLAIN,
      false,
    ]);
    expect(await codeOf(await client.ask('/v1/admin/jobs'))).toEqual([503, 'SCHEDULER_UNAVAILABLE']);
    const post = await client.ask('/v1/download/request/album', { method: 'POST', body: '{}' });
    expect(await lineOf(post)).toEqual([503, 'DOWNLOAD_MANAGER_UNAVAILABLE', PLAIN, false]);
  });

  it('does not make this one unready', async () => {
    const answer = await app.ask('/health/ready');
    const checks = { job_scheduler: 'no answer', download_manager: 'no answer' };
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'ready', checks }]);
  });

  it('still judges path, method and permission', async () => {
    const { regular: token } = client;
    expect(await lineOf(await client.ask('/v1/download/limits', { token }))).toEqual([403, 'FORBIDDEN', PLAIN, false]);
    expect(await lineOf(await client.ask('/v1/download/nothing'))).toEqual([404, 'ROUTE_NOT_FOUND', PLAIN, false]);
    const wrong = await client.ask('/v1/download/limits', { method: 'POST' });
    expect(wrong.headers.get('allow')).toBe('GET, HEAD');
    expect(await lineOf(wrong)).toEqual([405, 'METHOD_NOT_ALLOWED', PLAIN, false]);
    expect(await codeOf(await client.ask('/v1/admin/jobs/a/b/c'))).toEqual([404, 'ROUTE_NOT_FOUND']);
    expect(await codeOf(await client.ask('/v1/admin/jobs', { method: 'PUT' }))).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });

  it('leaves / to this service, which says who it is and never shows the token of a cookie', async () => {
    app.clock.advance(729);
    const about = { uptime: '0d 00:12:09', hash: '1a2b3c4' };
    expect(await (await client.ask('/')).json()).toEqual({ ...about, session_token: client.admin });
    expect(await (await client.ask('/', { token: `Bearer ${client.admin}` })).json()).toEqual({
      ...about,
      session_token: client.admin,
    });
    expect(await (await client.ask('/', { token: 'unknown' })).json()).toEqual({ ...about, session_token: null });
    const headers = { cookie: `session_token=${client.admin}` };
    expect(await (await app.ask('/', { headers })).json()).toEqual({ ...about, session_token: null });
    expect(await codeOf(await client.ask('/settings'))).toEqual([404, 'ROUTE_NOT_FOUND']);
  });
});

describe('forwarding with downloads switched off', () => {
  it('refuses with 503, those who may not with 403, and asks nobody', async () => {
    const upstream = await startUpstream();
    const app = await startUserSide({ downloadManagerUrl: upstream.url, downloadsEnabled: false });
    const { ask, regular: token } = await withTokens(app);
    expect(await lineOf(await ask('/v1/download/limits'))).toEqual([503, 'DOWNLOADS_DISABLED', PLAIN, false]);
    expect(await lineOf(await ask('/v1/download/limits', { token }))).toEqual([403, 'FORBIDDEN', PLAIN, false]);
    const { checks } = (await (await app.ask('/health/ready')).json()) as { checks: object };
    expect(Object.keys(checks)).not.toContain('download_manager');
    expect(upstream.seen).toEqual([]);
    await app.app.close();
    await upstream.close();
  });
});

describe('the frontend folder', () => {
  let app: UserSideApp;
  beforeAll(async () => {
    const parent = await temporaryDirectory();
    const folder = join(parent, 'frontend');
    const files = {
      'index.html': 'client',
      'app.js': 'js',
      'licences.html': 'licences',
      'a b%.css': 'css',
      '.env': 'hidden',
      'docs/index.html': 'docs',
      '.git/config': 'hidden',
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await writeFile(join(parent, 'secret.txt'), 'secret');
    await symlink('../secret.txt', join(folder, 'leading-out.txt'));
    await symlink('app.js', join(folder, 'inside.js'));
    app = await startUserSide({ frontendDirPath: folder });
  });
  afterAll(() => app.app.close());

  /** Sends path and headers as they are: `fetch` would tidy the one and add to the others. */
  const raw = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }>(
      (resolve, reject) => {
        const sent = httpRequest(
          { port: app.port, host: '127.0.0.1', path, method, headers, agent: false },
          (answer) => {
            void text(answer).then((body) => resolve({ status: answer.statusCode, headers: answer.headers, body }));
          },
        );
        sent.on('error', reject).end();
      },
    );

  it.each([
    ['/', 'client', 'no-cache'],
    ['/app.js', 'js', 'public, max-age=3600'],
    ['/app.js?v=3', 'js', 'public, max-age=3600'],
    ['/inside.js', 'js', 'public, max-age=3600'],
    ['/leading-out.txt', 'client', 'no-cache'],
    ['/a%20b%25.css', 'css', 'public, max-age=3600'],
    ['/licences.html', 'licences', 'public, max-age=3600'],
    ['/docs', 'docs', 'no-cache'],
    ['/docs/', 'docs', 'no-cache'],
    ['/album/b1', 'client', 'no-cache'],
    ['/admin/users', 'client', 'no-cache'],
    ['/v1x', 'client', 'no-cache'],
  ])('serves %s', async (path, body, cacheControl) => {
    const answer = await raw(path);
    expect([answer.status, answer.body, answer.headers['cache-control']]).toEqual([200, body, cacheControl]);
    expect(answer.headers.etag).toBeDefined();
  });

  it.each<[string, number, string]>([
    ['range', 416, 'RANGE_NOT_SATISFIABLE'],
    ['if-match', 412, 'PRECONDITION_FAILED'],
  ])('refuses what %s asks for as streams do', async (name, status, code) => {
    const answer = await raw('/app.js', 'GET', { [name]: name === 'range' ? 'bytes=5-' : '"another"' });
    expect([answer.status, (JSON.parse(answer.body) as { code: string }).code]).toEqual([status, code]);
  });

  it.each([
    '/.env',
    '/.git/config',
    '/%2eenv',
    '/docs/../.env',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/docs/..%2f..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/app.js%00',
  ])('gives neither hidden files nor those outside the folder for %s', async (path) => {
    const { body } = await raw(path);
    expect(body).not.toMatch(/secret|hidden/);
    expect(body).toMatch(/client|ROUTE_NOT_FOUND|MALFORMED|INVALID/);
  });

  it.each(['/v1/nothing', '/v1', '/v1/', '/health/nothing'])('is not what answers %s', async (path) => {
    expect(await codeOf(await app.ask(path))).toEqual([404, 'ROUTE_NOT_FOUND']);
  });

  it('answers HEAD without the body, and nothing else', async () => {
    const head = await raw('/app.js', 'HEAD');
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '2']);
    const post = await app.ask('/app.js', { method: 'POST' });
    expect(post.headers.get('allow')).toBe('GET, HEAD');
    expect(await codeOf(post)).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });

  it('answers 304 to whoever has the file already', async () => {
    const { etag = '' } = (await raw('/app.js')).headers;
    expect((await raw('/app.js', 'GET', { 'if-none-match': etag })).status).toBe(304);
  });
});
