import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { WebSocket } from 'ws';
import { startUserSide, type UserSideApp } from './test-app/start-user-side.js';

const DAY = 86_400;
let app: UserSideApp;

beforeAll(async () => {
  app = await startUserSide();
});
afterAll(() => app.app.close());

it('a session in use goes on at its limit, though its last use is not written yet', async () => {
  const token = await app.accounts.session(await app.accounts.add('ivo', 'Regular'), { usedAt: app.clock.seconds() });
  const statusNow = async (): Promise<number> =>
    (await app.ask('/v1/auth/session', { headers: { authorization: token } })).status;
  app.clock.advance(90 * DAY - 1);
  expect(await statusNow()).toBe(200);
  app.clock.advance(2);
  expect(await statusNow()).toBe(200);
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/v1/ws`, { headers: { authorization: token } });
  await once(socket, 'message');
  await app.endedSessions.sweep();
  expect(app.sockets.tokenHashes()).toHaveLength(1);
  const closed = once(socket, 'close');
  app.clock.advance(90 * DAY);
  await app.endedSessions.sweep();
  await closed;
});

it('a session ends by the limit that is set now, and so do its connections', async () => {
  const token = await app.accounts.session(await app.accounts.add('ada', 'Regular'), { usedAt: app.clock.seconds() });
  const statusNow = async (): Promise<number> =>
    (await app.ask('/v1/auth/session', { headers: { authorization: token } })).status;
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/v1/ws`, { headers: { authorization: token } });
  await eventually(() => expect(app.sockets.tokenHashes()).toHaveLength(1));
  app.clock.advance(7 * DAY);
  await app.endedSessions.sweep();
  expect(app.sockets.tokenHashes()).toHaveLength(1);
  Object.assign(app.config, { sessionIdleDays: 7 });
  const closed = once(socket, 'close');
  await app.endedSessions.sweep();
  await closed;
  expect(await statusNow()).toBe(403);
  Object.assign(app.config, { sessionIdleDays: 8 });
  expect(await statusNow()).toBe(200);
});
