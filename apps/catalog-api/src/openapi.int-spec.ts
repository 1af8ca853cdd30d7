import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiDescription } from '@pezzottify/http-edge';
import { listedRoutes, schemaProblems, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from './catalog/test-app/sample-catalog.js';
import { DOWNLOAD_ROUTES, JOB_ROUTES } from './gateway/forwarded-routes.js';
import { startUserSide, type UserSideApp, type UserSideOptions } from './sessions/test-app/start-user-side.js';
import { openApiProblems } from './test-app/open-api-problems.js';

type Operation = NonNullable<ApiDescription['paths'][string]['get']>;

const template = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
const FORWARDED = [...DOWNLOAD_ROUTES, ...JOB_ROUTES].map(({ method, path }) => `${method} ${template(path)}`);

/** What each route of this service may answer, by the list of routes in the contract. */
const STATUSES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    listedRoutes('catalog-api')
      .filter(({ path }) => !['/metrics', '/{path}'].includes(path))
      .map(({ method, path, successes, errors }) => [`${method} ${path}`, [...successes, ...errors].join(' ')]),
  ),
  // Without a frontend there is one answer; the list has those of both.
  'GET /': '200 429 500',
  'GET /v1/openapi.json': '200 429 500',
};

/** Successes without content that are no 204: existing Android clients take that for a failure. */
const EMPTY_200: ReadonlySet<string> = new Set([
  'GET /v1/auth/logout 200',
  'POST /v1/admin/changelog/batch/{id}/close 200',
  'DELETE /v1/admin/permissions/{permission_id} 200',
  'DELETE /v1/admin/users/{handle}/roles/{role} 200',
  'POST /v1/admin/users/{handle}/roles 201',
  'POST /v1/user/liked/{content_type}/{content_id} 200',
  'DELETE /v1/user/liked/{content_type}/{content_id} 200',
  'PUT /v1/user/playlist/{id} 200',
  'DELETE /v1/user/playlist/{id} 200',
  'PUT /v1/user/playlist/{id}/add 200',
  'PUT /v1/user/playlist/{id}/remove 200',
  'PUT /v1/user/settings 200',
]);

async function setup(given: UserSideOptions = {}) {
  const registered: string[] = [];
  const app = await startUserSide({
    ...given,
    beforeGateway: (fastify) => {
      fastify.addHook('onRoute', ({ method, url }) => {
        for (const name of [method].flat()) if (name !== 'HEAD') registered.push(`${name} ${template(url)}`);
      });
    },
  });
  const document = (await (await app.ask('/v1/openapi.json')).json()) as ApiDescription;
  return { app, registered, document };
}

const operationsOf = (document: ApiDescription) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation as Operation,
    ]),
  );

describe('the description of the API', () => {
  let app: UserSideApp;
  let document: ApiDescription;
  let registered: string[];
  let token: string;

  beforeAll(async () => {
    ({ app, document, registered } = await setup());
    token = await app.accounts.session(await app.accounts.add('maria', 'Regular'));
    await fillSampleCatalog(app.catalog);
    await storeEvents();
    const { mediaPath } = app.config;
    await Promise.all(['audio', 'images'].map((folder) => mkdir(join(mediaPath, folder))));
    await writeFile(join(mediaPath, 'audio/t1.ogg'), 'some audio');
    await writeFile(join(mediaPath, 'images/i1.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  });
  afterAll(() => app.app.close());

  /** Of which only the newest are still stored: whoever asks for what came after the first has missed something. */
  async function storeEvents(): Promise<void> {
    await app.database.write(async (tx) => {
      for (let n = 0; n < 5; n += 1) await app.syncEvents.append(tx, 1, { type: 'content_liked', payload: { n } });
      await tx.run('DELETE FROM user_events WHERE seq < 4');
    });
  }

  it('describes every route of this service, once, and no other', () => {
    const own = registered.filter((route) => !FORWARDED.includes(route));
    expect(
      operationsOf(document)
        .map(([route]) => route)
        .sort(),
    ).toEqual(own.sort());
    expect(registered).toEqual(expect.arrayContaining(FORWARDED));
  });

  it('describes the frontend where there is one', async () => {
    const withFrontend = await setup({ frontendDirPath: await temporaryDirectory() });
    await withFrontend.app.app.close();
    expect(openApiProblems(withFrontend.document)).toEqual([]);
    expect(Object.keys(withFrontend.document.paths)).toContain('/{path}');
    expect(Object.keys(withFrontend.document.paths)).not.toContain('/');
  });

  it('is valid OpenAPI 3', () => {
    expect(openApiProblems(document)).toEqual([]);
  });

  it.each([
    ['info.version is missing', '"version":"1.4.0"', '"version":""'],
    ['get /v1/auth/logout 200 has no description', '"description":"Empty","headers"', '"description":"","headers"'],
    ['get /v1/auth/logout has the key refuses', '"operationId":"SessionController_signOut"', '$&,"refuses":[]'],
    [
      'get /v1/sync/state names the unknown security scheme x',
      '"summary":"Everything a device',
      '"security":[{"x":[]}],$&',
    ],
    ['refers to #/components/schemas/Nothing', '#/components/schemas/SearchRequest', '#/components/schemas/Nothing'],
    ['schemas.LoginDto.password has the type', '"password":{"type":"string"', '"password":{"type":"text"'],
  ])('would say of a broken document: %s', (problem, original, damage) => {
    const broken = JSON.stringify(document).replace(original, damage);
    expect(broken).not.toBe(JSON.stringify(document));
    expect(openApiProblems(JSON.parse(broken))).toEqual([expect.stringContaining(problem)]);
  });

  it('gives each route the statuses of the contract', () => {
    const described = operationsOf(document).map(([route, { responses }]) => [route, Object.keys(responses).join(' ')]);
    expect(Object.fromEntries(described)).toEqual(STATUSES);
  });

  it('says of each route what it is for, who may call it, and what each answer looks like', () => {
    const open = ['GET /', 'POST /v1/auth/login', 'GET /v1/openapi.json', 'GET /health/live', 'GET /health/ready'];
    for (const [route, { summary, tags, security, responses, parameters = [] }] of operationsOf(document)) {
      expect([route, summary?.length, tags?.length]).toEqual([route, expect.any(Number), 1]);
      expect([route, security]).toEqual([route, open.includes(route) ? undefined : [{ bearer: [] }, { cookie: [] }]]);
      const bare = Object.entries(responses).filter(([, response]) => response && !('content' in response));
      const isEmpty = (status: string) => ['101', '204', '304'].includes(status) || EMPTY_200.has(`${route} ${status}`);
      expect(bare.map(([status]) => status).filter((status) => !isEmpty(status))).toEqual([]);
      expect(parameters.filter((parameter) => !('schema' in parameter))).toEqual([]);
    }
  });

  it('describes the bodies of requests by the rules that are applied to them', () => {
    const { LoginDto, SearchRequest } = document.components?.schemas as Record<string, object>;
    expect(LoginDto).toMatchObject({
      required: expect.arrayContaining(['user_handle', 'password', 'device_uuid', 'device_type']),
      properties: {
        password: { type: 'string', maxLength: 1024 },
        device_name: { type: 'string', nullable: true },
      },
    });
    expect(SearchRequest).toMatchObject({
      required: ['query'],
      properties: {
        query: { type: 'string', maxLength: 256 },
        resolve: { type: 'boolean', default: false },
        filters: { type: 'array', nullable: true, items: { type: 'string', enum: ['artist', 'album', 'track'] } },
      },
    });
  });

  const search = (body: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const credentials = {
    user_handle: 'maria',
    password: 'correct horse',
    device_uuid: 'device-0001',
    device_type: 'web',
  };

  it.each<[string, string, number, RequestInit?]>([
    ['/', '/', 200],
    ['/health/live', '/health/live', 200],
    ['/health/ready', '/health/ready', 200],
    ['/v1/auth/login', '/v1/auth/login', 201, search(JSON.stringify(credentials))],
    ['/v1/auth/login', '/v1/auth/login', 401, search(JSON.stringify({ ...credentials, password: 'wrong' }))],
    ['/v1/auth/login', '/v1/auth/login', 422, search('{}')],
    ['/v1/auth/login', '/v1/auth/login', 400, search('{')],
    ['/v1/auth/login', '/v1/auth/login', 415, { method: 'POST' }],
    ['/v1/auth/session', '/v1/auth/session', 200],
    ['/v1/auth/session', '/v1/auth/session', 403, { headers: { authorization: 'nobody' } }],
    ['/v1/content/artist/{id}', '/v1/content/artist/a1', 200],
    ['/v1/content/artist/{id}/discography', '/v1/content/artist/a1/discography', 200],
    ['/v1/content/album/{id}', '/v1/content/album/b1', 200],
    ['/v1/content/album/{id}', '/v1/content/album/b9', 404],
    ['/v1/content/album/{id}/resolved', '/v1/content/album/b1/resolved', 200],
    ['/v1/content/track/{id}', '/v1/content/track/t1', 200],
    ['/v1/content/track/{id}/resolved', '/v1/content/track/t1/resolved', 200],
    ['/v1/content/popular', '/v1/content/popular', 200],
    ['/v1/content/popular', '/v1/content/popular?albums_limit=x', 400],
    ['/v1/content/search', '/v1/content/search', 200, search('{"query":"nova"}')],
    ['/v1/content/search', '/v1/content/search', 200, search('{"query":"nova","resolve":true}')],
    ['/v1/content/stream/{id}', '/v1/content/stream/t1', 416, { headers: { range: 'bytes=99-' } }],
    ['/v1/content/stream/{id}', '/v1/content/stream/t2', 404],
    ['/v1/content/image/{id}', '/v1/content/image/i1', 412, { headers: { 'if-match': '"x"' } }],
    ['/v1/sync/state', '/v1/sync/state', 200],
    ['/v1/sync/events', '/v1/sync/events?since=0', 200],
    ['/v1/sync/events', '/v1/sync/events?since=1', 410],
    ['/v1/ws', '/v1/ws', 426],
    ['/v1/openapi.json', '/v1/openapi.json', 200],
  ])('describes the answer of %s (%s, %i) truly', async (path, target, status, { headers, ...init } = {}) => {
    const answer = await app.ask(target, { ...init, headers: { authorization: token, ...(headers as object) } });
    const operation = document.paths[path]?.[init.method === 'POST' ? 'post' : 'get'];
    const response = operation?.responses[String(status)] as { content: Record<string, { schema: object }> };
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    expect([answer.status, Object.keys(response.content)]).toEqual([status, expect.arrayContaining([type])]);
    expect(schemaProblems(response.content[type]?.schema ?? {}, await answer.json())).toEqual([]);
  });

  it.each([
    ['stream', 't1', 'bytes=0-3', 206],
    ['stream', 't1', '', 200],
    ['image', 'i1', '', 200],
  ])('names the headers and the type of a file (%s/%s %s)', async (kind, id, range, status) => {
    const headers = { authorization: token, ...(range !== '' && { range }) };
    const answer = await app.ask(`/v1/content/${kind}/${id}`, { headers });
    await answer.arrayBuffer();
    const response = document.paths[`/v1/content/${kind}/{id}`]?.get?.responses[String(status)];
    const { headers: named, content } = response as Record<'headers' | 'content', object>;
    expect(answer.status).toBe(status);
    expect(Object.keys(content)).toContain(answer.headers.get('content-type'));
    expect(Object.keys(named).filter((name) => !answer.headers.has(name))).toEqual([]);
  });
});
