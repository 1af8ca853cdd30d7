import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ApiDescription } from '@pezzottify/http-edge';
import { PERMISSIONS, type PermissionName } from '@pezzottify/permissions';
import { type ListedRoute, listedRoutes, schemaProblems } from '@pezzottify/testing';
import { insertNotification } from './storage/user/notification.repository.js';
import { insertPlaylist, replaceTracks } from './storage/user/playlist.repository.js';
import { codeOf, startUserContent, type UserContentApp } from './test-app/start-user-content.js';

const BODIES: Readonly<Record<string, object>> = {
  'POST /v1/user/playlist': { name: 'Gym', track_ids: ['t1'] },
  'PUT /v1/user/playlist/{id}': { name: 'Run', track_ids: ['t1'] },
  'PUT /v1/user/playlist/{id}/add': { tracks_ids: ['t1'] },
  'PUT /v1/user/playlist/{id}/remove': { tracks_positions: [0] },
  'POST /v1/user/listening': { track_id: 't1', duration_seconds: 1, track_duration_seconds: 2 },
  'PUT /v1/user/settings': { settings: [{ key: 'enable_external_search', value: true }] },
};

/** Keys that no body of these routes can do without; `{}` is a change of nothing. */
const NEEDS_NO_KEY = 'PUT /v1/user/playlist/{id}';

const ROUTES = listedRoutes('catalog-api')
  .filter(({ path }) => path.startsWith('/v1/user/') || path.startsWith('/v1/admin/listening/'))
  .map((route): [string, ListedRoute] => [`${route.method} ${route.path}`, route]);
const READS = ROUTES.filter(([, { method }]) => method === 'GET');
const WITH_BODY = ROUTES.filter(([name]) => name in BODIES);
const WITHOUT_BODY = ROUTES.filter(([name, { method }]) => method !== 'GET' && !(name in BODIES));

type Person = Awaited<ReturnType<UserContentApp['signedIn']>>;

describe('the routes of the user’s own content', () => {
  let app: UserContentApp;
  let owner: Person;
  let document: ApiDescription;
  const declared = new Map<string, unknown>();

  beforeAll(async () => {
    app = await startUserContent({
      beforeGateway: (fastify) => {
        fastify.addHook('onRoute', ({ method, url, config }) => {
          declared.set(`${String(method)} ${url.replaceAll(/:(\w+)/g, '{$1}')}`, config?.access);
        });
      },
    });
    document = (await (await app.ask('/v1/openapi.json')).json()) as ApiDescription;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    owner = await app.signedIn('Regular');
    for (const { name } of PERMISSIONS) await app.accounts.grant(owner.id, name, {});
    await fill(owner);
  });

  /** One of everything; ids end with that of the user. */
  const fill = ({ id: userId }: Person) =>
    app.database.write(async (tx) => {
      const about = { notification_type: 'download_completed', title: 'Ready', body: null, read_at: null };
      const data = { album_id: 'b1', album_name: '', artist_name: '', image_id: null, request_id: 'r' };
      await insertNotification(tx, userId, { id: `one-${userId}`, ...about, data, created_at: 1 });
      await insertPlaylist(tx, { id: `one-${userId}`, userId, name: 'Gym', now: 1 });
      await replaceTracks(tx, `one-${userId}`, ['t1']);
    });

  const PARTS: Readonly<Record<string, () => string>> = {
    '{content_type}': () => 'album',
    '{content_id}': () => 'b1',
    '{track_id}': () => 't1',
    '{handle}': () => owner.handle,
    '{id}': () => `one-${owner.id}`,
  };
  const filled = (path: string) => path.replaceAll(/\{\w+\}/g, (part) => PARTS[part]?.() ?? part);
  const run = (name: string, { method, path }: ListedRoute, token = owner.token) =>
    app.send(token, method, filled(path), BODIES[name]);

  async function sessionWith(permissions: readonly PermissionName[]): Promise<string> {
    const { id, token } = await app.signedIn();
    for (const permission of permissions) await app.accounts.grant(id, permission, {});
    return token;
  }

  it('are all of the contract', () => {
    expect(ROUTES).toHaveLength(22);
    expect(WITH_BODY.map(([name]) => name).sort()).toEqual(Object.keys(BODIES).sort());
  });

  it.each(ROUTES)('%s takes from the bucket of the contract, for those of the contract', (name, route) => {
    expect(declared.get(name)).toEqual({ kind: 'permission', anyOf: route.permissions, bucket: route.bucket });
  });

  it.each(ROUTES)('%s is for whoever has the permission, and nobody else', async (name, route) => {
    const needed = route.permissions as PermissionName[];
    const others = PERMISSIONS.map((one) => one.name).filter((one) => !needed.includes(one));
    expect(await codeOf(await run(name, route, await sessionWith(others)))).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf(await run(name, route, 'unknown'))).toEqual([403, 'NO_SESSION']);
    const isOwned = route.path.includes('{id}');
    expect((await run(name, route, await sessionWith(needed))).status).toBe(isOwned ? 404 : 200);
  });

  it.each(ROUTES)('%s answers as the description of the API says', async (name, route) => {
    const operation = document.paths[route.path]?.[route.method.toLowerCase() as 'get'];
    const response = operation?.responses['200'] as { content?: Record<string, { schema: object }> };
    const answer = await run(name, route);
    const text = await answer.text();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    if (!response.content) {
      expect([answer.headers.get('content-length'), text]).toEqual(['0', '']);
      return;
    }
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(schemaProblems(response.content['application/json']?.schema ?? {}, JSON.parse(text))).toEqual([]);
  });

  it.each(READS)('%s is answered to HEAD', async (name, route) => {
    const answer = await run(name, { ...route, method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each(WITH_BODY)('%s refuses a body that is none', async (name, { method, path }) => {
    const refused = async (body: string, type = 'application/json') => {
      const headers = { authorization: owner.token, 'content-type': type };
      return codeOf(await app.ask(filled(path), { method, headers, body }));
    };
    expect(await refused(JSON.stringify(BODIES[name]), 'text/plain')).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await refused(`"${'x'.repeat(2 * 1024 * 1024)}"`)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    for (const body of ['', '{', '{"name":}']) expect(await refused(body)).toEqual([400, 'MALFORMED_JSON']);
    for (const body of ['[]', 'null', '"x"', '5']) expect(await refused(body)).toEqual([422, 'INVALID_BODY']);
    if (name !== NEEDS_NO_KEY) expect(await refused('{}')).toEqual([422, 'INVALID_BODY']);
  });

  it.each(WITH_BODY)('%s ignores keys it does not know', async (name, { method, path }) => {
    const body = { ...BODIES[name], more: { is: ['ignored'] } };
    expect((await app.send(owner.token, method, filled(path), body)).status).toBe(200);
  });

  it.each([...WITH_BODY, ...WITHOUT_BODY])('%s fails for no user who was deleted meanwhile', async (name, route) => {
    const write = app.database.write.bind(app.database);
    app.database.write = async (work) => {
      app.database.write = write;
      await write((tx) => tx.run('DELETE FROM user WHERE id = ?', [owner.id]));
      return write(work);
    };
    const answer = await run(name, route);
    app.database.write = write;
    if (answer.status !== 200)
      expect(await codeOf(answer)).toEqual(expect.arrayContaining([expect.stringMatching(/^NO/)]));
  });

  it.each(WITHOUT_BODY)('%s ignores whatever is sent', async (_name, { method, path }) => {
    const headers = { authorization: owner.token, 'content-type': 'text/csv' };
    expect((await app.ask(filled(path), { method, headers, body: '{' })).status).toBe(200);
  });

  it.each(ROUTES)('%s is 429 when the bucket is empty, with the time to wait', async (name, route) => {
    const { limiter } = app;
    let taken = 0;
    while (limiter.take(route.bucket as 'write', `user:${owner.id}`).allowed) taken += 1;
    expect(taken).toBe(route.bucket === 'write' ? 60 : 2000);
    const answer = await run(name, route);
    const wait = answer.headers.get('retry-after');
    expect([wait, answer.headers.get('x-ratelimit-after')]).toEqual([expect.stringMatching(/^\d+$/), wait]);
    expect(await codeOf(answer)).toEqual([429, 'RATE_LIMITED']);
  });
});
