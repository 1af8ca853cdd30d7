import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ListedRoute, listedRoutes, routeLines } from '@pezzottify/testing';
import { fillSampleCatalog } from './catalog/test-app/sample-catalog.js';
import { startUserSide, type UserSideApp, type UserSideOptions } from './sessions/test-app/start-user-side.js';
import { breakageOf } from './test-app/broken-tables.js';
import { HOSTILE_REQUESTS, type HostileRequest, INJECTED } from './test-app/hostile-requests.js';
import { rawExchange } from './test-app/raw-exchange.js';
import { type Example, type Examples, examplesOf, type Known, UPGRADE } from './test-app/route-examples.js';

/** Other tests ask the metrics port, and the gateway with and without a frontend. */
const ELSEWHERE: ReadonlySet<string> = new Set(['/metrics', '/', '/{path}']);
const ROUTES = listedRoutes('catalog-api').filter(({ path }) => !ELSEWHERE.has(path));
const MEBIBYTES = 1024 * 1024;

interface World {
  app: UserSideApp;
  known: Known;
  tokens: Readonly<Record<'maria' | 'ivo' | 'deviceless' | 'guest', string>>;
}

interface Sent {
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** The status alone; fetch could not ask for an upgrade. */
function send({ app }: World, method: string, path: string, { body, headers = {} }: Sent = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request(app.url + path, { method, headers: { ...type, ...headers }, agent: false });
    asked.on('response', (answer) => {
      answer.resume().on('end', () => {
        resolve(answer.statusCode ?? 0);
      });
    });
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end(text);
  });
}

async function startWorld(given: UserSideOptions = {}): Promise<World> {
  const app = await startUserSide(given);
  await fillSampleCatalog(app.catalog);
  await Promise.all(['audio', 'images'].map((folder) => mkdir(join(app.config.mediaPath, folder))));
  await writeFile(join(app.config.mediaPath, 'audio/t1.ogg'), 'some audio');
  await writeFile(join(app.config.mediaPath, 'images/i1.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  const mariaId = await app.accounts.add('maria', 'Admin', 'Regular');
  const ivoId = await app.accounts.add('ivo', 'Regular');
  await app.accounts.add('leo');
  const tokens = {
    maria: await app.accounts.session(mariaId),
    ivo: await app.accounts.session(ivoId),
    deviceless: await app.accounts.session(ivoId, { deviceType: 'gone' }),
    guest: await app.accounts.session(await app.accounts.add('guest')),
  };
  await app.database.write((tx) =>
    tx.run(`UPDATE auth_token SET device_id = NULL
      WHERE device_id IN (SELECT id FROM device WHERE device_type = 'gone')`),
  );
  const grantId = await app.accounts.grant(ivoId, 'EditCatalog', {});
  const known = { ...(await fill(app, mariaId)), grantId };
  return { app, tokens, known };
}

async function fill({ database, catalog }: UserSideApp, userId: number): Promise<Omit<Known, 'grantId'>> {
  await database.write(async (tx) => {
    await tx.run(`INSERT INTO user_playlist (id, user_id, creator_id, name) VALUES ('playlist', ?1, ?1, 'Gym')`, [
      userId,
    ]);
    await tx.run(
      `INSERT INTO user_notifications (id, user_id, notification_type, title, data, created_at)
       VALUES ('notification', ?, 'download_completed', 'Album ready', '{}', 1)`,
      [userId],
    );
  });
  await catalog.write((tx) =>
    tx.run(
      `INSERT INTO catalog_batches (id, name, is_open, created_at, closed_at, last_activity_at)
       VALUES ('closed', 'x', 0, 1, 2, 1)`,
    ),
  );
  return { playlistId: 'playlist', notificationId: 'notification', openBatchId: 'open', closedBatchId: 'closed' };
}

const openBatch = ({ app }: World) =>
  app.catalog.write((tx) =>
    tx.run(
      `INSERT INTO catalog_batches (id, name, is_open, created_at, last_activity_at) VALUES ('open', 'x', 1, ?, ?)`,
      [app.clock.seconds(), app.clock.seconds()],
    ),
  );

const bare = (path: string): string => path.replaceAll(/\{\w+\}/g, 'nobody');

const targetOf = (route: ListedRoute, { path = '' }: Example): string =>
  path.startsWith('/') ? path : bare(route.path) + path;

/** The requests that must end in this status, when the list of examples does not say. */
function usual(status: number, success: Example): readonly Example[] {
  if (status === 413) return [{ ...success, body: { name: 'x'.repeat(2 * MEBIBYTES) } }];
  if (status === 415) return [{ ...success, body: 'name=x', headers: { 'content-type': 'text/plain' } }];
  return [{}];
}

describe('the routes of the contract', () => {
  let world: World;
  afterEach(() => world.app.app.close());

  it.each(ROUTES.map((route) => [route.method, route.path, route] as const))(
    '%s %s is guarded and answers as listed',
    async (method, path, route) => {
      world = await startWorld();
      if (path.includes('/batch/{id}')) await openBatch(world);
      const examples: Examples = examplesOf(world.known)[`${method} ${path}`] ?? {};
      const success = [examples[Number(route.successes[0])] ?? {}].flat()[0] ?? {};
      await guard(route, success);
      for (const status of [...route.successes, ...route.errors].map(Number).filter((one) => !ASKED_APART.has(one))) {
        for (const example of [examples[status] ?? usual(status, success)].flat()) {
          const headers = { authorization: world.tokens[example.as ?? 'maria'], ...example.headers };
          const target = targetOf(route, example);
          const given = { ...(example.body !== undefined && { body: example.body }), headers };
          expect([status, target, await send(world, method, target, given)]).toEqual([status, target, status]);
        }
      }
      await breakDown(route, success);
    },
  );

  /** 403 by who asks, 429 by how often, 500 and 503 by what is broken. */
  const ASKED_APART: ReadonlySet<number> = new Set([403, 429, 500, 503]);

  async function guard(route: ListedRoute, success: Example): Promise<void> {
    const as = (token: string) =>
      send(world, route.method, targetOf(route, success), {
        ...success,
        headers: { ...success.headers, ...(token !== '' && { authorization: token }) },
      });
    expect(route.errors.includes('403')).toBe(route.needsSession);
    if (!route.needsSession) return;
    expect(await Promise.all([as(''), as('unknown')])).toEqual([403, 403]);
    if (route.permissions.length > 0) expect(await as(world.tokens.guest)).toBe(403);
  }

  async function breakDown(route: ListedRoute, success: Example): Promise<void> {
    const ask = () => {
      const headers = { ...success.headers, authorization: world.tokens.maria };
      return send(world, route.method, targetOf(route, success), { ...success, headers });
    };
    if (route.errors.includes('503')) {
      Object.assign(world.app.bus, { isConnected: false });
      expect(await ask()).toBe(503);
    }
    if (!route.errors.includes('500')) return;
    const { side, sql, stopsSessions } = breakageOf(route);
    await world.app[side].write((tx) => tx.run(sql));
    expect(await ask()).toBe(500);
    // Else it was not the handler that failed.
    const headers = { authorization: world.tokens.maria };
    expect(await send(world, 'GET', '/v1/auth/session', { headers })).toBe(stopsSessions ? 500 : 200);
  }
});

describe('the list of routes', () => {
  /** By what it says otherwise, since a run can be given parameters. */
  const CHANGED: Readonly<Record<string, string>> = {
    'POST /v1/admin/jobs/{job_id}/trigger': '400,403,404,409,413,415,429,500,503',
  };
  const ADDED: readonly string[] = [
    'GET /v1/admin/jobs/audit',
    'POST /v1/admin/jobs/{job_id}/cancel',
    'POST /v1/admin/jobs/{job_id}/pause',
    'POST /v1/admin/jobs/{job_id}/resume',
    'GET /v1/admin/jobs/{job_id}/runs/{run_id}',
    'GET /v1/admin/jobs/{job_id}/occurrences',
    'GET /v1/admin/jobs/{job_id}/next',
    'POST /v1/download/admin/retry',
    'GET /v1/download/admin/workers',
    'GET /v1/download/admin/queue',
    'POST /v1/download/admin/queue/pause',
    'POST /v1/download/admin/queue/resume',
    'GET /v1/download/admin/watchdog',
    'GET /v1/download/admin/watchdog/findings',
  ];
  const nameOf = (line: string): string => line.split('\t').slice(0, 2).join(' ');

  it('has every line of the agreed one, and no other but those named here', () => {
    const expected = routeLines('agreed').map((line) => {
      const [method, path, service, permission, success, errors, bucket] = line.split('\t');
      return [method, path, service, permission, success, CHANGED[nameOf(line)] ?? errors, bucket].join('\t');
    });
    const own = routeLines('own');
    expect(own.filter((line) => !ADDED.includes(nameOf(line)))).toEqual(expected);
    expect(own.map(nameOf).filter((name) => ADDED.includes(name))).toEqual(ADDED);
  });
});

describe('the limits of the contract', () => {
  const SIZE: Readonly<Record<string, number>> = {
    global: 5000,
    'content-read': 2000,
    'user-read': 2000,
    stream: 200,
    search: 100,
    write: 60,
  };
  /** A request that takes from the bucket and costs little, answered or not. */
  const CHEAP: Readonly<Record<string, readonly [method: string, path: string]>> = {
    global: ['GET', '/v1/auth/session'],
    'content-read': ['GET', '/v1/content/artist/nobody'],
    'user-read': ['GET', '/v1/user/liked/album'],
    stream: ['GET', '/v1/content/stream/nobody'],
    search: ['POST', '/v1/content/search'],
    write: ['DELETE', '/v1/content/artist/nobody'],
  };
  let world: World;
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    world = await startWorld();
    for (const bucket of Object.keys(SIZE)) {
      tokens.set(bucket, await world.app.accounts.session(await world.app.accounts.add(bucket, 'Admin', 'Regular')));
    }
  });
  afterAll(() => world.app.app.close());

  const as = (bucket: string) => ({ authorization: tokens.get(bucket) ?? '' });

  it.each(Object.keys(SIZE))('%s ends when it is used up, and not before', async (bucket) => {
    const [method, path] = CHEAP[bucket] ?? ['', ''];
    const ask = async () => (await world.app.ask(path, { method, headers: as(bucket) })).status;
    for (let left = SIZE[bucket] ?? 0; left > 0; left -= 100) {
      const statuses = await Promise.all(Array.from({ length: Math.min(left, 100) }, ask));
      expect(statuses).not.toContain(429);
    }
    expect(await ask()).toBe(429);
  });

  it.each(
    ROUTES.filter(({ bucket }) => bucket !== null && bucket !== 'login').map(
      ({ method, path, bucket }) => [method, path, bucket ?? ''] as const,
    ),
  )('%s %s takes from %s', async (method, path, bucket) => {
    const target = bare(path);
    const upgrade = path === '/v1/ws' ? UPGRADE : {};
    const statusAs = (who: string) => send(world, method, target, { headers: { ...upgrade, ...as(who) } });
    expect(await statusAs(bucket)).toBe(429);
    if (path === '/v1/auth/logout') return;
    const others = ['stream', 'search', 'write'].filter((other) => other !== bucket);
    expect(await Promise.all(others.map(statusAs))).not.toContain(429);
  });
});

describe('requests that are made to do harm', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ trustedProxies: ['127.0.0.1'] });
  });
  afterAll(() => world.app.app.close());

  const textOf = ({ method = 'GET', target = '/', headers = [] }: HostileRequest): string => {
    const own = headers.some((line) => line.startsWith('authorization:'));
    const lines = [`${method} ${target} HTTP/1.1`, 'host: x', 'connection: close', ...headers];
    return [...lines, ...(own ? [] : [`authorization: ${world.tokens.maria}`]), '', ''].join('\r\n');
  };

  it.each(Object.entries(HOSTILE_REQUESTS))('%s', async (_name, hostile) => {
    const before = process.cpuUsage();
    const [answer, beside] = await Promise.all([
      rawExchange(world.app.port, textOf(hostile)),
      world.app.ask('/health/live'),
    ]);
    const { user } = process.cpuUsage(before);
    const [head = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${hostile.status ?? '[234]'}`));
    expect(head.toLowerCase()).not.toContain(INJECTED);
    // One answer, and none that only looks like one.
    expect(answer.split('HTTP/1.1 ')).toHaveLength(2);
    expect(beside.status).toBe(200);
    expect(user / 1000).toBeLessThan(300);
  });
});
