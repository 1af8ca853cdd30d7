import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, recordingLogger } from '@pezzottify/testing';
import { type Administration, startAdministration } from '../../accounts/test-app/start-administration.js';
import { EndedGrants } from './ended-grants.js';

describe('grants whose time is over', () => {
  let app: Administration;
  let ended: EndedGrants;
  beforeEach(async () => {
    app = await startAdministration();
    ended = app.app.get(EndedGrants);
  });
  afterEach(async () => {
    jest.useRealTimers();
    await app.close();
  });

  const grantFor = (seconds: number, permission: 'EditCatalog' | 'LikeContent' = 'EditCatalog') =>
    app.accounts.grant(app.mariaId, permission, { end: app.clock.seconds() + seconds });
  const told = async () => {
    const rows = await app.database.reads.all<{ user_id: number; payload: string }>(
      "SELECT user_id, payload FROM user_events WHERE event_type = 'permission_revoked'",
    );
    return rows.map(({ user_id, payload }) => [user_id, (JSON.parse(payload) as { permission: string }).permission]);
  };

  it('are told to the devices of the user, once', async () => {
    const { events } = await app.connect(app.maria);
    await grantFor(60);
    app.clock.advance(59);
    await ended.sweep();
    expect(events()).toEqual([]);
    app.clock.advance(1);
    await ended.sweep();
    await ended.sweep();
    await eventually(() => expect(events()).toEqual([['permission_revoked', { permission: 'EditCatalog' }]]));
    expect(await told()).toHaveLength(1);
  });

  it('are told no later than 60 s after, without anybody asking', async () => {
    await grantFor(60);
    app.clock.advance(60);
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setTimeout'] });
    ended.onModuleDestroy();
    ended.onModuleInit();
    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
    await eventually(async () => expect(await told()).toEqual([[app.mariaId, 'EditCatalog']]));
  });

  it('are no news as long as a role or another grant confers the permission', async () => {
    await grantFor(10);
    await grantFor(10, 'LikeContent');
    await grantFor(20);
    app.clock.advance(10);
    await ended.sweep();
    expect(await told()).toEqual([]);
    app.clock.advance(10);
    await ended.sweep();
    expect(await told()).toEqual([[app.mariaId, 'EditCatalog']]);
  });

  it('are one piece of news when several of them end at once', async () => {
    await Promise.all([grantFor(10), grantFor(10), grantFor(9)]);
    app.clock.advance(10);
    await ended.sweep();
    expect(await told()).toEqual([[app.mariaId, 'EditCatalog']]);
  });

  it('are all told, however many they are', async () => {
    const users = await Promise.all(Array.from({ length: 120 }, (_, n) => app.accounts.add(`user${n}`)));
    await Promise.all(users.map((id) => app.accounts.grant(id, 'EditCatalog', { end: app.clock.seconds() })));
    await ended.sweep();
    expect((await told()).map(([id]) => id).sort()).toEqual(users.sort());
  });

  it('are not told again when they are taken back afterwards', async () => {
    const id = await grantFor(10);
    app.clock.advance(10);
    await ended.sweep();
    expect((await app.call('DELETE', `/v1/admin/permissions/${id}`)).status).toBe(200);
    expect(await told()).toHaveLength(1);
  });

  it('are looked for again after a look that failed', async () => {
    await grantFor(0);
    const { logger, lines } = recordingLogger();
    const failing = { write: () => Promise.reject(new Error('disk full')) };
    await new EndedGrants(failing as never, app.syncEvents, app.clock, logger).sweep();
    expect(lines).toMatchObject([{ msg: 'grants that have ended were not looked for' }]);
    await ended.sweep();
    expect(await told()).toHaveLength(1);
  });
});
