import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { type Administration, refusalOf, startAdministration } from '../accounts/test-app/start-administration.js';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';

/** The fake clock stands on this day. */
const TODAY = 20250615;
const DAYS = '?start_date=20250101&end_date=20251231';
const MEGABYTE = 1024 * 1024;

describe('bandwidth', () => {
  let app: Administration;
  beforeEach(async () => {
    app = await startAdministration();
  });
  afterEach(() => app.close());

  const show = async (path: string) => (await app.call('GET', `/v1/admin/bandwidth/${path}`)).json;
  const categoriesOf = async (handle: string) =>
    ((await show(`users/${handle}/summary${DAYS}`)) as { by_category: object }).by_category;

  const store = (rows: [userId: number, date: number, category: string, bytes: number, requests: number][]) =>
    app.database.write(async (tx) => {
      for (const row of rows) {
        await tx.run(
          `INSERT INTO bandwidth_usage (user_id, date, endpoint_category, bytes_sent, request_count) VALUES (?, ?, ?, ?, ?)`,
          row,
        );
      }
    });

  describe('of a user', () => {
    it('is what the answers really had as body, by category', async () => {
      await fillSampleCatalog(app.catalog);
      const ask = (path: string, method = 'GET') => app.call(method, path, { token: app.maria });
      const session = await ask('/v1/auth/session');
      const album = await ask('/v1/content/album/b1');
      await ask('/v1/content/album/b1', 'HEAD');
      const refused = await ask('/v1/admin/users');
      const missing = await ask('/v1/content/image/none');
      const sync = await ask('/v1/sync/state');
      const sizes = [session, album, refused, missing, sync].map(({ text }) => Buffer.byteLength(text));
      const [auth, catalog, admin, image, other] = sizes.map((bytes_sent) => ({ bytes_sent, request_count: 1 }));
      expect(sizes.every((size) => size > 20)).toBe(true);
      expect(await show(`users/maria/summary${DAYS}`)).toEqual({
        user_id: app.mariaId,
        total_bytes_sent: sizes.reduce((sum, size) => sum + size),
        total_requests: 6,
        by_category: { auth, catalog: { ...catalog, request_count: 2 }, admin, image, other },
      });
    });

    describe('who plays a track of 8 MB', () => {
      beforeEach(async () => {
        await fillSampleCatalog(app.catalog);
        await mkdir(join(app.config.mediaPath, 'audio'));
        await writeFile(join(app.config.mediaPath, 'audio/t1.ogg'), Buffer.alloc(8 * MEGABYTE));
      });
      const play = (headers: Record<string, string>) =>
        app.ask('/v1/content/stream/t1', { headers: { authorization: app.maria, ...headers } });

      it('is the range that was asked for, and nothing for what has not changed', async () => {
        const whole = await play({ range: 'bytes=1000-300999' });
        expect((await whole.arrayBuffer()).byteLength).toBe(300_000);
        await play({ 'if-none-match': whole.headers.get('etag') ?? '' });
        expect(await categoriesOf('maria')).toEqual({ stream: { bytes_sent: 300_000, request_count: 2 } });
      });

      it('is what had left when the player went away', async () => {
        const request = get(`${app.url}/v1/content/stream/t1`, { headers: { authorization: app.maria } });
        const [answer] = (await once(request, 'response')) as [IncomingMessage];
        answer.on('error', () => undefined);
        await once(answer, 'readable');
        const received = (answer.read() as Buffer).byteLength;
        request.destroy();
        await eventually(async () => expect(await categoriesOf('maria')).toHaveProperty('stream'));
        const { stream } = (await categoriesOf('maria')) as { stream: { bytes_sent: number; request_count: number } };
        expect(stream.request_count).toBe(1);
        expect(stream.bytes_sent).toBeGreaterThanOrEqual(received);
        expect(stream.bytes_sent).toBeLessThan(8 * MEGABYTE);
      });
    });

    it('is counted on the UTC day on which the request ended', async () => {
      const ask = () => app.call('GET', '/v1/auth/session', { token: app.maria });
      const { text } = await ask();
      app.clock.advance(86_400);
      await ask();
      await ask();
      const row = (date: number, request_count: number) => ({
        ...{ user_id: app.mariaId, date, endpoint_category: 'auth', request_count },
        bytes_sent: text.length * request_count,
      });
      expect(await show(`users/maria/usage${DAYS}`)).toEqual([row(TODAY + 1, 2), row(TODAY, 1)]);
    });

    it('includes an open connection once it is closed', async () => {
      const { socket, closed } = await app.connect(app.maria);
      expect(await categoriesOf('maria')).toEqual({});
      socket.close();
      await closed;
      await eventually(async () =>
        expect(await categoriesOf('maria')).toEqual({ other: { bytes_sent: 0, request_count: 1 } }),
      );
    });

    it('is that of nobody else, and nobody’s without a session', async () => {
      await app.call('GET', '/v1/auth/session', { token: 'unknown' });
      await app.ask('/health/live');
      await app.ask('/');
      expect([await show(`usage${DAYS}`), await categoriesOf('maria')]).toEqual([[], {}]);
    });
  });

  describe('that was stored', () => {
    beforeEach(() =>
      store([
        [app.mariaId, 20240101, 'stream', 40, 1],
        [app.mariaId, 20240102, 'stream', 50, 1],
        [app.mariaId, 20240102, 'image', 10, 2],
        [app.adaId, 20240102, 'stream', 5, 7],
      ]),
    );
    const row = (
      user_id: number,
      date: number,
      endpoint_category: string,
      bytes_sent: number,
      request_count: number,
    ) => ({
      ...{ user_id, date, endpoint_category, bytes_sent, request_count },
    });

    it('is summed over all users or one', async () => {
      const stream = { bytes_sent: 95, request_count: 9 };
      const image = { bytes_sent: 10, request_count: 2 };
      expect(await show('summary?start_date=20240101&end_date=20240102')).toEqual({
        ...{ user_id: null, total_bytes_sent: 105, total_requests: 11, by_category: { stream, image } },
      });
      expect(await show('users/ada/summary?start_date=20240101&end_date=20240102')).toEqual({
        ...{ user_id: app.adaId, total_bytes_sent: 5, total_requests: 7 },
        by_category: { stream: { bytes_sent: 5, request_count: 7 } },
      });
    });

    it('is listed by user, the newest day first, by category', async () => {
      const maria = [
        row(app.mariaId, 20240102, 'image', 10, 2),
        row(app.mariaId, 20240102, 'stream', 50, 1),
        row(app.mariaId, 20240101, 'stream', 40, 1),
      ];
      expect(await show('usage?start_date=20240101&end_date=20240102')).toEqual([
        row(app.adaId, 20240102, 'stream', 5, 7),
        ...maria,
      ]);
      expect(await show('users/maria/usage?start_date=20240101&end_date=20240102')).toEqual(maria);
    });

    it('is that of the days asked for, both included', async () => {
      expect(await show('users/maria/usage?start_date=20240101&end_date=20240101')).toHaveLength(1);
      expect(await show('usage?start_date=20240102&end_date=20240102')).toHaveLength(3);
      expect(await show('summary?start_date=20230101&end_date=20231231')).toEqual({
        ...{ user_id: null, total_bytes_sent: 0, total_requests: 0, by_category: {} },
      });
    });
  });

  it.each([
    'summary',
    'usage',
    'users/maria/summary',
    'users/maria/usage',
    'users/nobody/summary',
    'users/nobody/usage',
  ])('cannot be asked for without two days in their order (%s)', async (path) => {
    const queries = [
      ...['', '?start_date=20250101', '?end_date=20250101', '?start_date=&end_date=20250101'],
      ...['?start_date=20250102&end_date=20250101', '?start_date=20250230&end_date=20250301'],
      ...['?start_date=2025-01-01&end_date=20250301', '?start_date=x&end_date=20250301'],
      '?start_date=20250101&start_date=20250101&end_date=20250301',
    ];
    for (const query of queries) {
      const answer = await app.call('GET', `/v1/admin/bandwidth/${path}${query}`);
      expect([query, ...refusalOf(answer)]).toEqual([query, 400, 'INVALID_PARAMETER']);
      expect(answer.text).toMatch(/(start|end)_date/);
    }
  });
});
