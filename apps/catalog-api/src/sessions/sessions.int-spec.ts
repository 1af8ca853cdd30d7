import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import { TokenBuckets } from '../gateway/rate-limits/token-buckets.js';
import { LoginThrottle } from './login/login-throttle.js';
import { Login } from './login/login.usecase.js';
import { tokenHash } from './session-token.js';
import { PASSWORD } from './test-app/accounts.js';
import { startUserSide, type UserSideApp } from './test-app/start-user-side.js';

interface LoginAnswer {
  token: string;
  user_handle: string;
  permissions: string[];
}

const DAY = 86_400;
const REGULAR = ['AccessCatalog', 'LikeContent', 'OwnPlaylists'];
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('sessions', () => {
  let app: UserSideApp;
  let mariaId: number;

  beforeEach(async () => {
    app = await startUserSide();
    mariaId = await app.accounts.add('maria', 'Regular');
  });
  afterEach(() => app.app.close());

  const status = async (headers: Record<string, string>) => (await app.ask('/v1/auth/session', { headers })).status;
  const count = async (sql: string) => (await app.database.reads.get<{ n: number }>(`SELECT count(*) AS n ${sql}`))?.n;
  const login = async (...given: Parameters<UserSideApp['accounts']['signIn']>) =>
    (await (await app.accounts.signIn(...given)).json()) as LoginAnswer;

  describe('login', () => {
    it('answers with the token, the handle and the permissions, and sets the cookie', async () => {
      const answer = await app.accounts.signIn();
      const body = (await answer.json()) as LoginAnswer;
      expect(answer.status).toBe(201);
      expect(body).toEqual({
        token: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
        user_handle: 'maria',
        permissions: REGULAR,
      });
      expect(answer.headers.get('set-cookie')).toBe(`session_token=${body.token}; Path=/; HttpOnly; SameSite=Lax`);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });

    it('keeps the SHA-256 of the token and the token nowhere', async () => {
      const { token } = await login();
      const rows = await app.database.reads.all<{ token_hash: string }>('SELECT * FROM auth_token');
      expect(rows.map(({ token_hash }) => token_hash)).toEqual([tokenHash(token)]);
      expect(JSON.stringify(rows)).not.toContain(token);
    });

    it('answers the same for an unknown handle, a user without password and a wrong password', async () => {
      await app.database.write((tx) => tx.run("INSERT INTO user (handle) VALUES ('ivo')"));
      const refused = [
        { user_handle: 'nobody' },
        { user_handle: 'ivo' },
        { password: 'wrong' },
        { user_handle: 'Maria' },
      ];
      const answers = await Promise.all(refused.map((body) => app.accounts.signIn(body)));
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401]);
      expect(new Set(texts).size).toBe(1);
      expect(JSON.parse(texts[0] ?? '')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
      expect(answers.map((answer) => answer.headers.get('set-cookie'))).toEqual([null, null, null, null]);
    });

    it.each([
      ['a short device_uuid', { device_uuid: 'seven77' }],
      ['a device_uuid with other characters', { device_uuid: 'device_0001' }],
      ['a device_uuid of 65 characters', { device_uuid: 'a'.repeat(65) }],
      ['a password of 1025 characters', { password: 'p'.repeat(1025) }],
      ['a device_type that is no text', { device_type: 3 as unknown as string }],
    ])('refuses %s with 422, before it looks at the credentials', async (_what, body) => {
      expect(await codeOf(await app.accounts.signIn({ user_handle: 'nobody', ...body }))).toEqual([
        422,
        'INVALID_BODY',
      ]);
    });

    it('stores the device cleaned, and gives it to whoever signs in on it last', async () => {
      const ivoId = await app.accounts.add('ivo');
      const { token: before } = await login({ device_type: 'tv' });
      const name = `  ${'é'.repeat(60)}\u0007 `;
      await login({
        user_handle: 'ivo',
        device_uuid: ' device-0001 ',
        device_type: 'iOS',
        device_name: name,
        os_info: ' ',
      });
      const devices = await app.database.reads.all('SELECT user_id, device_type, device_name, os_info FROM device');
      expect(devices).toEqual([{ user_id: ivoId, device_type: 'ios', device_name: 'é'.repeat(50), os_info: null }]);
      expect(await status({ authorization: before })).toBe(200);
    });

    it('drops the least recently seen devices beyond fifty, and their tokens', async () => {
      const { token } = await login({ device_uuid: 'device-oldest' });
      app.clock.advance(60);
      const later = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 49)
        INSERT INTO device (device_uuid, user_id, device_type, last_seen) SELECT 'device-' || n, ?, 'web', ? FROM i`;
      await app.database.write((tx) => tx.run(later, [mariaId, app.clock.seconds()]));
      expect(await status({ authorization: token })).toBe(200);
      await app.database.write((tx) => tx.run("UPDATE device SET last_seen = 1 WHERE device_uuid = 'device-oldest'"));
      await login({ device_uuid: 'device-newest' });
      expect(await count('FROM device')).toBe(50);
      expect(await status({ authorization: token })).toBe(403);
    });

    it('keeps the device that signs in, also when the clock was set back and fifty others were seen later', async () => {
      const later = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 50)
        INSERT INTO device (device_uuid, user_id, device_type, last_seen) SELECT 'device-' || n, ?, 'web', ? + n FROM i`;
      await app.database.write((tx) => tx.run(later, [mariaId, app.clock.seconds() + 60]));
      const { token } = await login({ device_uuid: 'device-newest' });
      expect(await status({ authorization: token })).toBe(200);
      expect([await count('FROM device'), await count("FROM device WHERE device_uuid = 'device-1'")]).toEqual([50, 0]);
    });

    it('says at once that the sessions of a dropped device are over, whoever they belong to', async () => {
      const ivoId = await app.accounts.add('ivo');
      const shared = { device_uuid: 'device-shared' };
      await login({ user_handle: 'ivo', ...shared });
      const { token } = await login(shared);
      const others = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 49)
        INSERT INTO device (device_uuid, user_id, device_type, last_seen) SELECT 'device-' || n, ?, 'web', ? FROM i`;
      await app.database.write((tx) => tx.run(others, [mariaId, app.clock.seconds() + 60]));
      expect([await status({ authorization: token }), app.signals]).toEqual([200, []]);
      app.clock.advance(60);
      await login({ device_uuid: 'device-newest' });
      expect(await count("FROM device WHERE device_uuid = 'device-shared'")).toBe(0);
      expect(app.signals).toEqual([
        ['session.revoked', { user_id: mariaId }],
        ['session.revoked', { user_id: ivoId }],
      ]);
    });

    it('signs in although the end of other sessions cannot be announced', async () => {
      const full = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 50)
        INSERT INTO device (device_uuid, user_id, device_type, last_seen) SELECT 'device-' || n, ?, 'web', n FROM i`;
      await app.database.write((tx) => tx.run(full, [mariaId]));
      await app.accounts.session(mariaId);
      app.endedSessions.sweep = () => Promise.reject(new Error('no database'));
      expect((await app.accounts.signIn()).status).toBe(201);
    });

    it('opens no session with a password that was changed while it was checked', async () => {
      const { database, clock } = app;
      const write: Database['write'] = async (work) => {
        await database.write((tx) => tx.run("UPDATE user_password_credentials SET hash = 'another'"));
        return database.write(work);
      };
      const slow = new Login(
        { reads: database.reads, write } as Database,
        new LoginThrottle(new TokenBuckets(10, clock)),
        clock,
        { announce: () => Promise.resolve() },
      );
      const device = { uuid: 'device-0001', type: 'web', name: null, osInfo: null } as const;
      await expect(slow.execute({ handle: 'maria', password: PASSWORD }, device)).rejects.toMatchObject({
        code: 'INVALID_CREDENTIALS',
      });
      expect(await count('FROM auth_token')).toBe(0);
    });

    it('does not count an attempt against the user that failed because the database did', async () => {
      const { database, clock } = app;
      const door = { isBroken: true };
      const write: Database['write'] = (work) =>
        door.isBroken ? Promise.reject(new Error('disk full')) : database.write(work);
      const login = new Login(
        { reads: database.reads, write } as Database,
        new LoginThrottle(new TokenBuckets(1, clock)),
        clock,
        { announce: () => Promise.resolve() },
      );
      const device = { uuid: 'device-0001', type: 'web', name: null, osInfo: null } as const;
      const attempt = () => login.execute({ handle: 'maria', password: PASSWORD }, device);
      await expect(attempt()).rejects.toThrow('disk full');
      door.isBroken = false;
      expect(await attempt()).toMatchObject({ handle: 'maria' });
    });

    it('lets an address try ten times a minute, then says how long to wait', async () => {
      const tries = await Promise.all(
        Array.from({ length: 10 }, (_, n) => app.accounts.signIn({ user_handle: `nobody-${n}` })),
      );
      expect(tries.map((answer) => answer.status)).toEqual(Array(10).fill(401));
      const refused = await app.accounts.signIn();
      expect([refused.headers.get('retry-after'), refused.headers.get('x-ratelimit-after')]).toEqual(['6', '6']);
      expect(await codeOf(refused)).toEqual([429, 'RATE_LIMITED']);
      app.clock.advance(6);
      expect((await app.accounts.signIn()).status).toBe(201);
    });
  });

  describe('login behind a trusted proxy', () => {
    const from = (address: string, proto = 'https') => ({ 'x-forwarded-for': address, 'x-forwarded-proto': proto });
    let proxied: UserSideApp;

    beforeEach(async () => {
      proxied = await startUserSide({ trustedProxies: ['127.0.0.1', '::ffff:127.0.0.1'] });
      await proxied.accounts.add('maria');
    });
    afterEach(() => proxied.app.close());

    it('marks the cookie Secure when the proxy was reached over TLS, and only then', async () => {
      const cookies = [
        (await proxied.accounts.signIn({}, from('192.0.2.1'))).headers.get('set-cookie'),
        (await proxied.accounts.signIn({}, from('192.0.2.1', 'http'))).headers.get('set-cookie'),
        (await app.accounts.signIn({}, from('192.0.2.1'))).headers.get('set-cookie'),
      ];
      expect(cookies.map((cookie) => cookie?.endsWith('SameSite=Lax; Secure'))).toEqual([true, false, false]);
    });

    it.each(['maria', 'nobody'])(
      'refuses %s after ten failures from ten addresses, even at once',
      async (user_handle) => {
        const attempts = Array.from({ length: 14 }, (_, n) =>
          proxied.accounts.signIn({ user_handle, password: 'wrong' }, from(`192.0.2.${n}`)),
        );
        const statuses = (await Promise.all(attempts)).map((answer) => answer.status);
        expect(statuses.filter((code) => code === 401)).toHaveLength(10);
        const refused = await proxied.accounts.signIn({ user_handle }, from('192.0.2.200'));
        expect(refused.headers.get('retry-after')).toBe('6');
        expect(await codeOf(refused)).toEqual([429, 'RATE_LIMITED']);
      },
    );

    it('counts no success against the handle', async () => {
      for (let n = 0; n < 12; n += 1) {
        expect((await proxied.accounts.signIn({}, from(`192.0.2.${n}`))).status).toBe(201);
      }
    });
  });

  describe('a token', () => {
    it('is read raw, as Bearer and from the cookie, an invalid one falling through, never from the query', async () => {
      const token = await app.accounts.session(mariaId);
      const cookie = `a=b; session_token=${token}`;
      expect(await status({ authorization: token })).toBe(200);
      expect(await status({ authorization: `bearer ${token}` })).toBe(200);
      expect(await status({ cookie })).toBe(200);
      expect(await status({ authorization: 'Bearer unknown', cookie })).toBe(200);
      expect(await codeOf(await app.ask(`/v1/auth/session?session_token=${token}`))).toEqual([403, 'NO_SESSION']);
    });

    it('ends after ninety days without use, and each use begins them anew', async () => {
      const token = await app.accounts.session(mariaId);
      app.clock.advance(90 * DAY - 1);
      expect(await status({ authorization: token })).toBe(200);
      const used = app.clock.seconds();
      await app.lastUses.write();
      expect(await count(`FROM auth_token WHERE last_used = ${used}`)).toBe(1);
      app.clock.advance(90 * DAY);
      expect(await status({ authorization: token })).toBe(403);
    });

    it('has its last use written at most once a minute', async () => {
      const token = await app.accounts.session(mariaId);
      app.clock.advance(59);
      expect(await status({ authorization: token })).toBe(200);
      await app.lastUses.write();
      expect(await count('FROM auth_token WHERE last_used = 1750000000')).toBe(1);
    });

    it('is 500 and not 403 when the database fails', async () => {
      await app.database.write((tx) => tx.run('ALTER TABLE auth_token RENAME TO gone'));
      expect(await codeOf(await app.ask('/v1/auth/session', bearer('any')))).toEqual([500, 'INTERNAL']);
    });
  });

  describe('logout', () => {
    it('ends the presented token and no other, and makes the browser forget it', async () => {
      const [ended, other] = [await app.accounts.session(mariaId), await app.accounts.session(mariaId)];
      const answer = await app.ask('/v1/auth/logout', bearer(ended));
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(answer.headers.get('set-cookie')).toMatch(
        /^session_token=; Path=\/; HttpOnly; SameSite=Lax; Expires=Thu, 01 Jan 1970/,
      );
      expect([await status({ authorization: ended }), await status({ authorization: other })]).toEqual([403, 200]);
      expect(app.signals).toEqual([['session.revoked', { user_id: mariaId }]]);
    });

    it('ends the token that counts, the header before the cookie, and not the other one', async () => {
      const [header, cookie] = [await app.accounts.session(mariaId), await app.accounts.session(mariaId)];
      const both = { authorization: header, cookie: `session_token=${cookie}` };
      await app.ask('/v1/auth/logout', { headers: both });
      expect([await status({ authorization: header }), await status({ authorization: cookie })]).toEqual([403, 200]);
    });

    it('ends the token of the cookie when that of the header is no session any more', async () => {
      const [expired, cookie] = [await app.accounts.session(mariaId), await app.accounts.session(mariaId)];
      const row = ['UPDATE auth_token SET last_used = 1 WHERE token_hash = ?', [tokenHash(expired)]] as const;
      await app.database.write((tx) => tx.run(...row));
      const both = { authorization: expired, cookie: `session_token=${cookie}` };
      expect((await app.ask('/v1/auth/logout', { headers: both })).status).toBe(200);
      expect(await status({ authorization: cookie })).toBe(403);
    });

    it('needs a session', async () => {
      expect(await codeOf(await app.ask('/v1/auth/logout'))).toEqual([403, 'NO_SESSION']);
    });
  });

  describe('permissions', () => {
    it('are all of the roles, for an Android app without the names it does not know', async () => {
      await app.accounts.add('ada', 'Admin');
      const web = await login({ user_handle: 'ada' });
      const android = await login({ user_handle: 'ada', device_type: 'Android', device_uuid: 'device-0002' });
      const known = [
        'AccessCatalog',
        'EditCatalog',
        'ManagePermissions',
        'ServerAdmin',
        'ViewAnalytics',
        'RequestContent',
      ];
      expect(web.permissions).toEqual(expect.arrayContaining(['IssueContentDownload', 'DownloadManagerAdmin']));
      expect(android.permissions).toEqual(known);
      const session = await app.ask('/v1/auth/session', bearer(android.token));
      expect(await session.json()).toEqual({ user_handle: 'ada', permissions: known });
    });

    it('of a grant hold until its end, which counts at once', async () => {
      const guestId = await app.accounts.add('guest');
      await app.accounts.grant(guestId, 'AccessCatalog', { end: app.clock.seconds() + 10 });
      const token = await app.accounts.session(guestId);
      app.clock.advance(9);
      expect((await app.ask('/v1/sync/state', bearer(token))).status).toBe(200);
      app.clock.advance(1);
      expect(await codeOf(await app.ask('/v1/sync/state', bearer(token)))).toEqual([403, 'FORBIDDEN']);
    });
  });

  describe('a grant with a countdown', () => {
    const revoked = { type: 'permission_revoked', payload: { permission: 'AccessCatalog' } };
    const events = async (userId: number) =>
      (
        await app.database.reads.all<{ type: string; payload: string }>(
          `SELECT event_type AS type, payload FROM user_events WHERE user_id = ${userId}`,
        )
      ).map(({ type, payload }) => ({ type, payload: JSON.parse(payload) as unknown }));
    const units = async () =>
      (await app.database.reads.all<{ n: number }>('SELECT countdown AS n FROM user_extra_permission ORDER BY id')).map(
        ({ n }) => n,
      );

    it('admits one of the requests that race for its last unit, and tells the user that it is over', async () => {
      const guestId = await app.accounts.add('guest');
      await app.accounts.grant(guestId, 'AccessCatalog', { countdown: 2 });
      const token = await app.accounts.session(guestId);
      const answers = await Promise.all(Array.from({ length: 5 }, () => app.ask('/v1/sync/state', bearer(token))));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 403, 403, 403]);
      expect(await units()).toEqual([0]);
      expect(await events(guestId)).toEqual([revoked]);
    });

    it('is not used where a role admits, nor by a request that needs no permission', async () => {
      await app.accounts.grant(mariaId, 'AccessCatalog', { countdown: 1 });
      const token = await app.accounts.session(mariaId);
      await app.ask('/v1/sync/state', bearer(token));
      await app.ask('/v1/auth/session', bearer(token));
      expect(await units()).toEqual([1]);
    });

    it('is not used by a request that comes too soon', async () => {
      const guestId = await app.accounts.add('guest');
      await app.accounts.grant(guestId, 'AccessCatalog', { countdown: 5 });
      const token = await app.accounts.session(guestId);
      const sync = async () => (await app.ask('/v1/sync/state', bearer(token))).status;
      expect(await sync()).toBe(200);
      for (const bucket of ['user-read', 'global'] as const) {
        while (app.limiter.take(bucket, `user:${guestId}`).allowed);
        expect(await sync()).toBe(429);
      }
      expect(await units()).toEqual([4]);
    });

    it('is followed by the next one, and ends silently while another still confers the permission', async () => {
      const guestId = await app.accounts.add('guest');
      await app.accounts.grant(guestId, 'AccessCatalog', { countdown: 1 });
      await app.accounts.grant(guestId, 'AccessCatalog', { countdown: 1, end: app.clock.seconds() + 60 });
      const token = await app.accounts.session(guestId);
      expect((await app.ask('/v1/sync/state', bearer(token))).status).toBe(200);
      expect([await units(), await events(guestId)]).toEqual([[1, 0], []]);
      expect((await app.ask('/v1/sync/state', bearer(token))).status).toBe(200);
      expect(await events(guestId)).toEqual([revoked]);
    });
  });
});
