import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { insertNotification } from '../../storage/user/notification.repository.js';
import { codeOf, startUserContent, type UserContentApp } from '../../test-app/start-user-content.js';

const READY = {
  notification_type: 'download_completed',
  title: 'Album ready: Harbour Lights',
  body: null,
  data: { album_id: 'x31', album_name: 'Harbour Lights', artist_name: '', image_id: null, request_id: '7d' },
  read_at: null,
  created_at: 1_749_000_000,
};

describe.each(['POST', 'PUT'])('%s /v1/user/notifications/{id}/read', (method) => {
  let app: UserContentApp;
  let maria: Awaited<ReturnType<UserContentApp['signedIn']>>;
  let id: string;

  beforeAll(async () => {
    app = await startUserContent();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    maria = await app.signedIn('Regular');
    id = `notif_${maria.id}`;
    await app.database.write((tx) => insertNotification(tx, maria.id, { id, ...READY }));
  });

  const markRead = (notificationId = id, token = maria.token) =>
    app.send(token, method, `/v1/user/notifications/${notificationId}/read`);

  it('answers the notification, now read', async () => {
    const answer = await markRead();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ id, ...READY, read_at: app.clock.seconds() });
  });

  it('keeps the instant of the first time, and tells the other devices once', async () => {
    const other = await app.accounts.session(maria.id);
    const readAt = app.clock.seconds();
    const told = await app.toldBy(maria.id, [maria.token, other], async () => {
      await markRead();
      app.clock.advance(5);
      expect(await (await markRead()).json()).toMatchObject({ read_at: readAt });
      expect(await (await markRead(id, other)).json()).toMatchObject({ read_at: readAt });
    });
    expect(told).toEqual([[], [{ type: 'notification_read', payload: { notification_id: id, read_at: readAt } }]]);
    const state = await app.send(maria.token, 'GET', '/v1/sync/state');
    expect(await state.json()).toMatchObject({ notifications: [{ id, read_at: readAt }] });
  });

  it('ignores whatever body is sent', async () => {
    expect((await app.send(maria.token, method, `/v1/user/notifications/${id}/read`, '{')).status).toBe(200);
  });

  it('is the same 404 for an unknown one and another user’s', async () => {
    const ivo = await app.signedIn('Regular');
    expect(await codeOf(await markRead('notif_unknown'))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(await markRead('x'.repeat(257)))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(await markRead(id, ivo.token))).toEqual([404, 'NOT_FOUND']);
    const row = await app.database.reads.get('SELECT read_at FROM user_notifications WHERE id = ?', [id]);
    expect(row).toEqual({ read_at: null });
    expect(await app.storedEvents(ivo.token)).toEqual([]);
  });

  it('needs a session with AccessCatalog', async () => {
    const guest = await app.signedIn();
    expect(await codeOf(await markRead(id, 'unknown'))).toEqual([403, 'NO_SESSION']);
    expect(await codeOf(await markRead(id, guest.token))).toEqual([403, 'FORBIDDEN']);
  });
});
