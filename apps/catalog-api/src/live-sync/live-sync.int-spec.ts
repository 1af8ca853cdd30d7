import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Reader } from '@pezzottify/persistence';
import { eventually } from '@pezzottify/testing';
import WebSocket from 'ws';
import { startUserSide, type UserSideApp } from '../sessions/test-app/start-user-side.js';
import { tokenHash } from '../sessions/session-token.js';

interface Message {
  type: string;
  payload: { device_id?: number; event?: { seq: number; type: string; payload: unknown } } | null;
}

const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

describe('live sync', () => {
  let app: UserSideApp;
  let mariaId: number;
  const open: WebSocket[] = [];

  beforeEach(async () => {
    app = await startUserSide();
    mariaId = await app.accounts.add('maria', 'Regular');
  });
  afterEach(async () => {
    for (const socket of open.splice(0)) socket.terminate();
    await app.app.close();
  });

  function dial(token: string, more: Record<string, string> = {}) {
    const headers = { authorization: token, ...more };
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/v1/ws`, { headers });
    open.push(socket);
    const messages: Message[] = [];
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
    // Not `once` of node:events: it would reject as soon as the test hangs up on a refused connection.
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    const refused = new Promise<number | undefined>((resolve) =>
      socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode)),
    );
    socket.on('error', () => undefined);
    return { socket, messages, closed, refused };
  }

  /** A connection that has been welcomed. */
  async function connect(...how: Parameters<typeof dial>) {
    const client = dial(...how);
    await eventually(() => expect(client.messages).not.toEqual([]));
    const received = (count: number) =>
      eventually(() => {
        expect(client.messages.length).toBeGreaterThan(count);
        return client.messages.slice(1);
      });
    return { ...client, received };
  }

  const deviceOf = async (token: string): Promise<number> => {
    const sql = 'SELECT device_id AS id FROM auth_token WHERE token_hash = ?';
    return (await app.database.reads.get<{ id: number }>(sql, [tokenHash(token)]))?.id ?? 0;
  };
  const append = (type: string, payload: unknown, except: number | null = null) =>
    app.database.write((tx) => app.syncEvents.append(tx, mariaId, { type, payload }, except));
  const get = (path: string, token: string) => app.ask(path, { headers: { authorization: token } });

  describe('the WebSocket', () => {
    it('is 426 for a request that is no upgrade, even without a session', async () => {
      expect(await codeOf(await app.ask('/v1/ws'))).toEqual([426, 'UPGRADE_REQUIRED']);
    });

    it('is 403 without a valid session', async () => {
      expect(await dial('unknown').refused).toBe(403);
    });

    it('is 400 for a session without device', async () => {
      const token = await app.accounts.session(mariaId);
      await app.database.write((tx) => tx.run('UPDATE auth_token SET device_id = NULL'));
      expect(await dial(token).refused).toBe(400);
    });

    it('says connected first, also to a client that talks at once', async () => {
      const token = await app.accounts.session(mariaId);
      const { socket, messages } = dial(token);
      socket.on('upgrade', () => process.nextTick(() => socket.send('{"type":"ping"}')));
      await eventually(() => expect(messages).toHaveLength(2));
      expect(messages).toEqual([
        { type: 'connected', payload: { device_id: await deviceOf(token), server_version: '1.4.0' } },
        { type: 'pong', payload: null },
      ]);
    });

    it('agrees on no sub-protocol, whatever the client offers', async () => {
      // `ws` takes an answer that names one for a failure here, because the header is not its own.
      const { messages } = await connect(await app.accounts.session(mariaId), {
        'sec-websocket-protocol': 'chat, token',
      });
      expect(messages).toMatchObject([{ type: 'connected' }]);
    });

    it('is closed when the connection cannot be set up, and the service goes on', async () => {
      const token = await app.accounts.session(mariaId);
      await app.database.write((tx) => tx.run('ALTER TABLE device_setting_key RENAME TO gone'));
      expect(await dial(token).closed).toBe(1011);
      expect((await get('/v1/auth/session', token)).status).toBe(200);
    });

    it('answers pings, says what it does not understand, ignores the rest, and stays open', async () => {
      const { socket, received } = await connect(await app.accounts.session(mariaId));
      socket.send(Buffer.from('{'), { binary: true });
      for (const text of ['{', '{"type":"sync"}', '{"type":"sync.ack"}', '{"type":"playback.state"}'])
        socket.send(text);
      socket.send('{"type":"ping","payload":7}');
      expect(await received(3)).toEqual([
        { type: 'error', payload: { code: 'parse_error', message: expect.any(String) } },
        { type: 'error', payload: { code: 'unknown_type', message: expect.any(String) } },
        { type: 'pong', payload: null },
      ]);
      const ponged = once(socket, 'pong');
      socket.ping();
      await ponged;
    });

    it('takes a frame of 64 KiB and closes with 1009 after a larger one', async () => {
      const { socket, received, closed } = await connect(await app.accounts.session(mariaId));
      socket.send('x'.repeat(64 * 1024));
      expect(await received(1)).toMatchObject([{ payload: { code: 'parse_error' } }]);
      socket.send('x'.repeat(64 * 1024 + 1));
      expect(await closed).toBe(1009);
    });

    it('closes with 1000 when its session is signed out, and leaves the others', async () => {
      const tokens = [await app.accounts.session(mariaId), await app.accounts.session(mariaId)] as const;
      const [ended, other] = await Promise.all([connect(tokens[0]), connect(tokens[1])]);
      await get('/v1/auth/logout', tokens[0]);
      expect(await ended.closed).toBe(1000);
      other.socket.send('{"type":"ping"}');
      expect(await other.received(1)).toEqual([{ type: 'pong', payload: null }]);
    });

    describe('what happens while a connection is welcomed', () => {
      /** Done between the two times that its welcome looks. */
      function meanwhile(work: () => Promise<unknown>): void {
        const { reads } = app.database;
        const get = reads.get.bind(reads);
        let isDone = false;
        reads.get = async <Row>(...[sql, parameters]: Parameters<Reader['get']>): Promise<Row | undefined> => {
          const isWelcoming = sql.includes('last_event_seq') && !isDone;
          if (isWelcoming) {
            isDone = true;
            await work();
          }
          return get(sql, parameters);
        };
      }

      it('ends it, when its session is signed out', async () => {
        const token = await app.accounts.session(mariaId);
        meanwhile(() => get('/v1/auth/logout', token));
        expect(await dial(token).closed).toBe(1000);
      });

      it('is known to it, when its device writes a setting', async () => {
        const token = await app.accounts.session(mariaId, { deviceType: 'android' });
        const settings = [{ key: 'enable_direct_downloads', value: true }];
        const headers = { authorization: token, 'content-type': 'application/json' };
        meanwhile(() => app.ask('/v1/user/settings', { method: 'PUT', headers, body: JSON.stringify({ settings }) }));
        const { socket, received } = await connect(token);
        socket.send('{"type":"ping"}');
        await received(1);
        await append('setting_changed', { setting: settings[0] });
        expect((await received(2))[1]).toMatchObject({ payload: { event: { payload: { setting: settings[0] } } } });
      });
    });

    it('closes with the session it was opened with, although the request carried another one as well', async () => {
      const [header, cookie] = [await app.accounts.session(mariaId), await app.accounts.session(mariaId)];
      const { closed } = await connect(header, { cookie: `session_token=${cookie}` });
      await get('/v1/auth/logout', header);
      expect(await closed).toBe(1000);
    });

    it('closes with 1000 when its device is dropped for a newer one', async () => {
      const { closed } = await connect(await app.accounts.session(mariaId));
      const newer = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 50)
        INSERT INTO device (device_uuid, user_id, device_type, last_seen) SELECT 'device-' || n, ?, 'web', ? FROM i`;
      await app.database.write((tx) => tx.run(newer, [mariaId, app.clock.seconds() + 9e9]));
      expect((await app.accounts.signIn()).status).toBe(201);
      expect(await closed).toBe(1000);
    });

    it('closes with 1000 after the session was ended behind the back of the service', async () => {
      const { closed } = await connect(await app.accounts.session(mariaId));
      await app.database.write((tx) => tx.run('DELETE FROM auth_token'));
      await app.endedSessions.sweep();
      expect(await closed).toBe(1000);
    });

    it('closes with 1001 when the server stops', async () => {
      const { closed } = await connect(await app.accounts.session(mariaId));
      app.sockets.closeAll();
      expect(await closed).toBe(1001);
    });
  });

  describe('an event', () => {
    const liked = { content_type: 'album', content_id: 'b1' };

    it('reaches every tab of the other devices and not the one that caused it', async () => {
      const [cause, other] = [await app.accounts.session(mariaId), await app.accounts.session(mariaId)];
      const [causing, ...tabs] = await Promise.all([connect(cause), connect(other), connect(other)]);
      await append('content_liked', liked, await deviceOf(cause));
      await append('permission_granted', { permission: 'LikeContent' });
      const first = { seq: 1, type: 'content_liked', payload: liked, server_timestamp: app.clock.seconds() };
      for (const tab of tabs) {
        expect(await tab.received(2)).toMatchObject([
          { type: 'sync', payload: { event: first } },
          { payload: { event: { seq: 2 } } },
        ]);
      }
      expect(await causing.received(1)).toMatchObject([{ payload: { event: { seq: 2 } } }]);
    });

    it('is not pushed when storing it fails, and its seq is given to the next', async () => {
      const { received } = await connect(await app.accounts.session(mariaId));
      const failing = app.database.write(async (tx) => {
        await app.syncEvents.append(tx, mariaId, { type: 'content_liked', payload: liked });
        throw new Error('disk full');
      });
      await expect(failing).rejects.toThrow('disk full');
      await append('content_unliked', liked);
      expect(await received(1)).toMatchObject([{ payload: { event: { seq: 1, type: 'content_unliked' } } }]);
    });

    it('has the next seq of its user, however many are stored at once', async () => {
      const token = await app.accounts.session(mariaId);
      await Promise.all(Array.from({ length: 40 }, () => append('content_liked', liked)));
      const { events } = (await (await get('/v1/sync/events?since=0', token)).json()) as { events: { seq: number }[] };
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    });
  });

  describe('GET /v1/sync/events', () => {
    let token: string;
    beforeEach(async () => {
      token = await app.accounts.session(mariaId);
    });
    const events = (since: string) => get(`/v1/sync/events${since}`, token);
    const seqs = async (since: number) => {
      const answer = (await (await events(`?since=${since}`)).json()) as {
        events: { seq: number }[];
        current_seq: number;
      };
      return [answer.events.map(({ seq }) => seq), answer.current_seq];
    };

    it.each(['', '?since=', '?since=abc', '?since=1.5'])('refuses "%s" with 400', async (since) => {
      expect(await codeOf(await events(since))).toEqual([400, 'INVALID_PARAMETER']);
    });

    it('gives a user without events none from the beginning, and 410 from anywhere else', async () => {
      expect(await (await events('?since=0')).json()).toEqual({ events: [], current_seq: 0 });
      expect(await seqs(-5)).toEqual([[], 0]);
      expect(await codeOf(await events('?since=1'))).toEqual([410, 'EVENTS_PRUNED']);
    });

    it('gives what comes after the cursor, ascending, and 410 where something in between is gone', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await append('playlist_created', { playlist_id: name, name });
      await app.database.write((tx) => tx.run('DELETE FROM user_events WHERE seq < 3'));
      expect(await codeOf(await events('?since=1'))).toEqual([410, 'EVENTS_PRUNED']);
      expect(await seqs(0)).toEqual([[3, 4, 5], 5]);
      expect(await seqs(2)).toEqual([[3, 4, 5], 5]);
      expect(await seqs(4)).toEqual([[5], 5]);
      expect(await seqs(5)).toEqual([[], 5]);
      expect(await seqs(900)).toEqual([[], 5]);
    });

    it('keeps from an Android app what it does not know, but not its place', async () => {
      token = await app.accounts.session(mariaId, { deviceType: 'android' });
      await append('permission_granted', { permission: 'DownloadManagerAdmin' });
      expect(await (await events('?since=0')).json()).toEqual({
        events: [{ seq: 1, type: 'permission_granted', payload: {}, server_timestamp: app.clock.seconds() }],
        current_seq: 1,
      });
    });

    it('needs AccessCatalog', async () => {
      const guest = await app.accounts.session(await app.accounts.add('guest'));
      expect(await codeOf(await get('/v1/sync/events?since=abc', guest))).toEqual([403, 'FORBIDDEN']);
      expect(await codeOf(await get('/v1/sync/state', guest))).toEqual([403, 'FORBIDDEN']);
    });
  });

  describe('GET /v1/sync/state', () => {
    const fill = () =>
      app.database.write(async (tx) => {
        const liked = 'INSERT INTO liked_content (user_id, content_id, content_type, created) VALUES (?, ?, ?, ?)';
        await tx.run(liked, [mariaId, 'b1', 2, 10]);
        await tx.run(liked, [mariaId, 't1', 3, 10]);
        await tx.run(liked, [mariaId, 't2', 3, 20]);
        const setting = 'INSERT INTO user_settings (user_id, setting_key, setting_value) VALUES (?, ?, ?)';
        await tx.run(setting, [mariaId, 'enable_external_search', 'false']);
        await app.syncEvents.append(tx, mariaId, { type: 'content_liked', payload: {} });
      });

    it('holds everything the device keeps a copy of, and the seq it stands for', async () => {
      await fill();
      const answer = await get('/v1/sync/state', await app.accounts.session(mariaId));
      expect(await answer.json()).toEqual({
        seq: 1,
        likes: { albums: ['b1'], artists: [], tracks: ['t2', 't1'] },
        settings: [{ key: 'enable_external_search', value: false }],
        playlists: [],
        permissions: ['AccessCatalog', 'LikeContent', 'OwnPlaylists'],
        notifications: [],
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });

    it('tells the permissions that go with the seq, also to the request that uses up a countdown', async () => {
      const guestId = await app.accounts.add('guest');
      await app.accounts.grant(guestId, 'AccessCatalog', { countdown: 1 });
      await app.accounts.grant(guestId, 'IssueContentDownload', {});
      await app.accounts.grant(guestId, 'LikeContent', {});
      const [web, android] = [
        await app.accounts.session(guestId),
        await app.accounts.session(guestId, { deviceType: 'android' }),
      ];
      const state = async (token: string) =>
        (await (await get('/v1/sync/state', token)).json()) as { seq: number; permissions: string[] };
      expect(await state(web)).toMatchObject({ seq: 1, permissions: ['LikeContent', 'IssueContentDownload'] });
      await app.accounts.grant(guestId, 'AccessCatalog', { countdown: 2 });
      expect((await state(android)).permissions).toEqual(['AccessCatalog', 'LikeContent']);
    });

    it('shows an Android app the settings that this device has written itself', async () => {
      await fill();
      const token = await app.accounts.session(mariaId, { deviceType: 'android' });
      const settings = async () =>
        ((await (await get('/v1/sync/state', token)).json()) as { settings: unknown[] }).settings;
      expect(await settings()).toEqual([]);
      const key = 'INSERT INTO device_setting_key (device_id, setting_key) VALUES (?, ?)';
      const deviceId = await deviceOf(token);
      await app.database.write((tx) => tx.run(key, [deviceId, 'enable_external_search']));
      expect(await settings()).toEqual([{ key: 'enable_external_search', value: false }]);
    });
  });
});
