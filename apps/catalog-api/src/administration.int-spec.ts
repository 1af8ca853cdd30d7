import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ApiDescription } from '@pezzottify/http-edge';
import { type PermissionName, PERMISSIONS } from '@pezzottify/permissions';
import { type Administration, refusalOf, startAdministration } from './accounts/test-app/start-administration.js';
import { schemaProblems } from '@pezzottify/testing';

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  template: string;
  path: string;
  needs: PermissionName[];
  bucket: 'user-read' | 'write';
  status: number;
  body?: object;
}

const MANAGE: PermissionName[] = ['ManagePermissions'];
const EITHER: PermissionName[] = ['ManagePermissions', 'ViewAnalytics'];
const DAYS = '?start_date=20250101&end_date=20251231';

const read = (template: string, needs = MANAGE, query = ''): Route => ({
  ...{ method: 'GET', template, needs, bucket: 'user-read', status: 200 },
  path: template + query,
});
const write = (
  method: Route['method'],
  template: string,
  status: number,
  more: Partial<Pick<Route, 'body' | 'path' | 'needs'>> = {},
): Route => ({
  ...{ method, template, needs: MANAGE, bucket: 'write', status },
  path: template,
  ...more,
});

/** The routes of administrators in this service, without catalog and analytics, as the contract lists them. */
const ROUTES: readonly Route[] = [
  read('/v1/admin/users'),
  write('POST', '/v1/admin/users', 201, { body: { user_handle: '{new}' } }),
  write('DELETE', '/v1/admin/users/{handle}', 204),
  read('/v1/admin/users/{handle}/roles'),
  write('POST', '/v1/admin/users/{handle}/roles', 201, { body: { role: 'Admin' } }),
  write('DELETE', '/v1/admin/users/{handle}/roles/{role}', 200, { path: '/v1/admin/users/{handle}/roles/Admin' }),
  read('/v1/admin/users/{handle}/permissions'),
  write('POST', '/v1/admin/users/{handle}/permissions', 201, { body: { permission: 'EditCatalog' } }),
  read('/v1/admin/users/{handle}/grants'),
  write('DELETE', '/v1/admin/permissions/{permission_id}', 200),
  read('/v1/admin/users/{handle}/credentials'),
  write('PUT', '/v1/admin/users/{handle}/password', 204, { body: { password: 'new' } }),
  write('DELETE', '/v1/admin/users/{handle}/password', 204),
  read('/v1/admin/bandwidth/summary', EITHER, DAYS),
  read('/v1/admin/bandwidth/users/{handle}/summary', EITHER, DAYS),
  read('/v1/admin/bandwidth/usage', EITHER, DAYS),
  read('/v1/admin/bandwidth/users/{handle}/usage', EITHER, DAYS),
  read('/v1/admin/online-users', ['ViewAnalytics']),
  write('POST', '/v1/admin/reboot', 202, { needs: ['ServerAdmin'] }),
];

const named = (routes: readonly Route[]) =>
  routes.map((route): [string, Route] => [`${route.method} ${route.template}`, route]);
const OF_USERS = ROUTES.filter(({ template }) => template.includes('{handle}'));
const WITH_BODY = ROUTES.filter(({ body }) => body);
const WITHOUT_BODY = ROUTES.filter(({ method, body }) => method !== 'GET' && !body);

describe('the routes of administrators', () => {
  let app: Administration;
  /** A user of this test alone, with a grant. */
  let handle: string;
  let grantId: number;
  const declared = new Map<string, unknown>();

  beforeAll(async () => {
    app = await startAdministration({
      beforeGateway: (fastify) => {
        fastify.addHook('onRoute', ({ method, url, config }) => {
          declared.set(`${String(method)} ${url.replaceAll(/:(\w+)/g, '{$1}')}`, config?.access);
        });
      },
    });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    // Full buckets for every test.
    app.clock.advance(60);
    handle = crypto.randomUUID();
    const userId = await app.accounts.add(handle, 'Regular');
    grantId = await app.accounts.grant(userId, 'LikeContent', {});
    await app.call('GET', '/v1/auth/session', { token: await app.accounts.session(userId) });
  });

  const filled = (text: string): string =>
    text.replace('{handle}', handle).replace('{permission_id}', String(grantId)).replace('{new}', crypto.randomUUID());
  const run = ({ method, path, body }: Route, token?: string) =>
    app.call(method, filled(path), {
      ...(token !== undefined && { token }),
      ...(body && { body: filled(JSON.stringify(body)) }),
    });

  /** A session of a user with these permissions and no others. */
  async function sessionWith(permissions: readonly PermissionName[]): Promise<string> {
    const userId = await app.accounts.add(crypto.randomUUID());
    for (const permission of permissions) await app.accounts.grant(userId, permission, {});
    return app.accounts.session(userId);
  }

  it.each(named(ROUTES))('%s takes from the bucket of the contract, for those of the contract', (name, route) => {
    expect(declared.get(name)).toEqual({ kind: 'permission', anyOf: route.needs, bucket: route.bucket });
  });

  it.each(named(ROUTES))('%s is for whoever has the permission, and nobody else', async (_name, route) => {
    const others = PERMISSIONS.map(({ name }) => name).filter((name) => !route.needs.includes(name));
    expect(refusalOf(await run(route, await sessionWith(others)))).toEqual([403, 'FORBIDDEN']);
    expect(refusalOf(await run(route, 'unknown'))).toEqual([403, 'NO_SESSION']);
    expect(refusalOf(await run(route, ''))).toEqual([403, 'NO_SESSION']);
    for (const permission of route.needs.slice(1)) {
      expect((await run(route, await sessionWith([permission]))).status).toBe(route.status);
    }
    expect((await run(route, await sessionWith(route.needs.slice(0, 1)))).status).toBe(route.status);
  });

  it.each(named(ROUTES))('%s answers as the description of the API says', async (_name, route) => {
    const document = (await app.call('GET', '/v1/openapi.json')).json as ApiDescription;
    const operation = document.paths[route.template]?.[route.method.toLowerCase() as 'get'];
    const answer = await run(route);
    const response = operation?.responses[String(answer.status)] as { content?: Record<string, { schema: object }> };
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([route.status, 'no-store']);
    const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(response.content ?? {});
    expect(answer.headers.get('content-type')).toBe(type === '' ? null : `${type}; charset=utf-8`);
    if (type === '') expect(answer.text).toBe('');
    else expect(schemaProblems(schema, answer.json ?? answer.text)).toEqual([]);
  });

  it.each(named(OF_USERS))('%s does not know a user nobody is', async (_name, route) => {
    for (const unknown of ['nobody', handle.toUpperCase(), 'x'.repeat(257), '%00', "'%20OR%201=1"]) {
      const answer = await run({ ...route, path: route.path.replace('{handle}', unknown) });
      expect([unknown, ...refusalOf(answer)]).toEqual([unknown, 404, 'NOT_FOUND']);
    }
  });

  it.each(named(WITH_BODY))('%s refuses a body that is none', async (_name, { method, path }) => {
    const refused = async (body: string, headers = {}) =>
      refusalOf(await app.call(method, filled(path), { body, headers }));
    expect(await refused('{}', { 'content-type': 'text/plain' })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await refused('')).toEqual([400, 'MALFORMED_JSON']);
    expect(await refused('{"role":')).toEqual([400, 'MALFORMED_JSON']);
    expect(await refused(`"${'x'.repeat(2 * 1024 * 1024)}"`)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    for (const body of ['[]', 'null', '"Admin"', '5', '{}']) expect(await refused(body)).toEqual([422, 'INVALID_BODY']);
    for (const wrong of [null, 5, true, {}, ['Admin']]) {
      const body = { role: wrong, user_handle: wrong, password: wrong, permission: wrong };
      expect(await refused(JSON.stringify(body))).toEqual([422, 'INVALID_BODY']);
    }
  });

  it.each(named(WITHOUT_BODY))('%s ignores whatever is sent', async (_name, { method, path, status }) => {
    const answer = await app.call(method, filled(path), { body: '{"role":', headers: { 'content-type': 'text/csv' } });
    expect(answer.status).toBe(status);
  });

  it.each(named(ROUTES.filter(({ method }) => method === 'GET')))('%s is answered to HEAD', async (_name, route) => {
    const answer = await app.call('HEAD', filled(route.path));
    expect([answer.status, answer.text]).toEqual([200, '']);
  });
});
