import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { type Administration, refusalOf, startAdministration } from './test-app/start-administration.js';

describe('users', () => {
  let app: Administration;
  beforeEach(async () => {
    app = await startAdministration();
  });
  afterEach(() => app.close());

  const list = async () => (await app.call('GET', '/v1/admin/users')).json;
  const add = (user_handle: unknown) => app.call('POST', '/v1/admin/users', { body: { user_handle } });
  const remove = (handle: string) => app.call('DELETE', `/v1/admin/users/${encodeURIComponent(handle)}`);
  const known = () => [
    { user_handle: 'ada', user_id: app.adaId },
    { user_handle: 'maria', user_id: app.mariaId },
  ];

  it('are listed by id', async () => {
    expect(await list()).toEqual(known());
  });

  describe('adding one', () => {
    it('answers with the user, who has no role and no password, and raises OnUserCreated with it', async () => {
      const answer = await add('ivo');
      const { user_id } = answer.json as { user_id: number };
      expect([answer.status, answer.json]).toEqual([201, { user_id, user_handle: 'ivo' }]);
      expect(await list()).toEqual([...known(), { user_handle: 'ivo', user_id }]);
      expect(await app.count(`user_role WHERE user_id = ${user_id}`)).toBe(0);
      expect((await app.accounts.signIn({ user_handle: 'ivo' })).status).toBe(401);
      const raised = await app.database.reads.all<{ body: string }>('SELECT body FROM outbox');
      expect(raised.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        expect.objectContaining({ type: 'hook.OnUserCreated', data: { user_id, user_handle: 'ivo' } }),
      ]);
    });

    it.each(['Maria', ' ivo ', 'a/b', '..', 'søren 🎵', 'a%2Fb', 'a\u0000b', '🎵'.repeat(100), 'x'.repeat(100)])(
      'keeps the handle %j as typed, and finds it again',
      async (handle) => {
        const { user_id } = (await add(handle)).json as { user_id: number };
        expect(await list()).toEqual([...known(), { user_handle: handle, user_id }]);
        if (handle === '..') return;
        const found = await app.call('GET', `/v1/admin/users/${encodeURIComponent(handle)}/credentials`);
        expect(found.json).toEqual({ user_handle: handle, has_password: false });
      },
    );

    it.each(['', '   ', '\t\n', 'x'.repeat(101), '🎵'.repeat(101)])('refuses the handle %j', async (handle) => {
      expect(refusalOf(await add(handle))).toEqual([400, 'INVALID_VALUE']);
      expect(await list()).toEqual(known());
    });

    it('refuses a handle that is taken, and raises nothing', async () => {
      expect(refusalOf(await add('maria'))).toEqual([409, 'ALREADY_EXISTS']);
      expect([await list(), await app.count('outbox')]).toEqual([known(), 0]);
    });

    it('takes a handle once, however many ask for it at once', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => add('ivo')));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
      expect(await app.count('outbox')).toBe(1);
    });
  });

  describe('deleting one', () => {
    /** One row in each table that holds what is a user's. */
    const OWNED = [
      `user_password_credentials`,
      `auth_token`,
      `user_role`,
      `user_extra_permission`,
      `liked_content`,
      `user_playlist`,
      `user_settings`,
      `listening_events`,
      `bandwidth_usage`,
      `user_events`,
      `user_notifications`,
    ];

    async function fill(userId: number): Promise<void> {
      await app.accounts.grant(userId, 'EditCatalog', {});
      await app.database.write(async (tx) => {
        const run = (sql: string) => tx.run(sql.replaceAll('?', String(userId)));
        await run(`INSERT INTO liked_content (user_id, content_type, content_id) VALUES (?, 1, 'a1')`);
        await run(`INSERT INTO user_playlist (id, user_id, creator_id, name) VALUES ('p?', ?, ?, 'mine')`);
        await run(`INSERT INTO user_playlist_tracks (playlist_id, track_id, position) VALUES ('p?', 't1', 0)`);
        await run(`INSERT INTO user_settings (user_id, setting_key, setting_value) VALUES (?, 'k', 'true')`);
        await run(`INSERT INTO listening_events (user_id, track_id, started_at, duration_seconds,
          track_duration_seconds, date) VALUES (?, 't1', 1, 1, 1, 20250101)`);
        await run(`INSERT INTO bandwidth_usage (user_id, date, endpoint_category, bytes_sent, request_count)
          VALUES (?, 20250101, 'stream', 1, 1)`);
        await run(`INSERT INTO user_notifications (id, user_id, notification_type, title, data, created_at)
          VALUES ('n?', ?, 'download_completed', 't', '{}', 1)`);
        await app.syncEvents.append(tx, userId, { type: 'content_liked', payload: {} });
      });
    }
    const owned = (userId: number) =>
      Promise.all(OWNED.map((table) => app.count(`${table} WHERE user_id = ${userId}`)));

    it('removes everything that was the user’s, leaves the devices, and touches nobody else', async () => {
      await Promise.all([fill(app.mariaId), fill(app.adaId)]);
      expect(await owned(app.mariaId)).toEqual(OWNED.map(() => 1));
      const answer = await remove('maria');
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(await owned(app.mariaId)).toEqual(OWNED.map(() => 0));
      expect(await owned(app.adaId)).toEqual(OWNED.map(() => 1));
      expect(await app.count('user_playlist_tracks')).toBe(1);
      expect(await list()).toEqual(known().slice(0, 1));
      expect([await app.count('device'), await app.count('device WHERE user_id IS NULL')]).toEqual([2, 1]);
    });

    it('ends the sessions of the user everywhere, and closes the connections', async () => {
      const { closed } = await app.connect(app.maria);
      await remove('maria');
      expect(await closed).toBe(1000);
      expect([await app.isAlive(app.maria), await app.isAlive(app.ada)]).toEqual([false, true]);
      expect(app.signals).toEqual([['session.revoked', { user_id: app.mariaId }]]);
    });

    it('makes no further events of the user', async () => {
      await remove('maria');
      await app.database.write((tx) => app.syncEvents.append(tx, app.mariaId, { type: 'content_liked', payload: {} }));
      expect(await app.count('user_events')).toBe(0);
    });

    it('leaves nothing behind that was not yet written about the user', async () => {
      await app.call('GET', '/v1/auth/session', { token: app.maria });
      await remove('maria');
      const summary = () => app.call('GET', '/v1/admin/bandwidth/usage?start_date=20250101&end_date=20301231');
      await eventually(async () => expect((await summary()).json).not.toEqual([]));
      expect(await app.count(`bandwidth_usage WHERE user_id = ${app.mariaId}`)).toBe(0);
    });

    it('refuses the own account, and keeps it', async () => {
      expect(refusalOf(await remove('ada'))).toEqual([400, 'OWN_ACCOUNT']);
      expect(await app.isAlive(app.ada)).toBe(true);
    });

    it('gives the id to nobody again', async () => {
      await remove('maria');
      expect((await add('maria')).json).toEqual({ user_id: app.mariaId + 1, user_handle: 'maria' });
    });
  });
});
