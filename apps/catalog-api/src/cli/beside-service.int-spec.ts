import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import WebSocket from 'ws';
import { startUserSide, type UserSideApp } from '../sessions/test-app/start-user-side.js';
import { buildCli } from './test-app/build-cli.js';
import { runCli } from './test-app/run-cli.js';

// Each command is a process that has to start.
jest.setTimeout(120_000);
const PATIENCE = { timeoutMs: 20_000 };

let program: string;
beforeAll(async () => {
  ({ program } = await buildCli());
});

/** The built cli-auth beside the user half of the service: real SQLite, real HTTP, a real WebSocket. */
describe('what cli-auth changes while the service runs', () => {
  let app: UserSideApp;
  let token: string;
  let socket: WebSocket;
  let received: { seq: number; type: string; payload: unknown }[];
  let closed: Promise<number>;

  beforeEach(async () => {
    app = await startUserSide();
    token = await app.accounts.session(await app.accounts.add('maria'));
    socket = new WebSocket(`ws://127.0.0.1:${app.port}/v1/ws`, { headers: { authorization: token } });
    received = [];
    closed = new Promise((resolve) => socket.once('close', resolve));
    const connected = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const { type, payload } = JSON.parse(data.toString()) as { type: string; payload: { event: never } };
        if (type === 'connected') resolve();
        else received.push(payload.event);
      });
    });
    await connected;
  });
  afterEach(async () => {
    app.eventFeed.stop();
    app.endedSessions.stop();
    socket.terminate();
    await app.app.close();
  });

  const cli = async (...args: string[]) => {
    const run = await runCli(program, [app.database.file, ...args]);
    expect(run).toMatchObject({ code: 0, err: '' });
    return run.out;
  };
  const statusOf = async (path: string) => (await app.ask(path, { headers: { authorization: token } })).status;

  it('reaches a connected client, in order and without holes between the events of the service', async () => {
    app.eventFeed.start();
    expect(await statusOf('/v1/sync/state')).toBe(403);
    await cli('add-role', 'maria', 'Regular');
    expect(await statusOf('/v1/sync/state')).toBe(200);
    await cli('grant', 'maria', 'EditCatalog', '--countdown', '3');
    const append = (type: string) => app.database.write((tx) => app.syncEvents.append(tx, 1, { type, payload: {} }));
    await append('content_liked');
    await cli('revoke', '1');
    await cli('remove-role', 'maria', 'Regular');
    expect(await statusOf('/v1/sync/state')).toBe(403);
    await eventually(() => expect(received).toHaveLength(5), PATIENCE);
    const permissions = ['AccessCatalog', 'LikeContent', 'OwnPlaylists'];
    expect(received.map(({ seq, type, payload }) => [seq, type, payload])).toEqual([
      [1, 'permissions_reset', { permissions }],
      [2, 'permission_granted', { permission: 'EditCatalog' }],
      [3, 'content_liked', {}],
      [4, 'permission_revoked', { permission: 'EditCatalog' }],
      [5, 'permissions_reset', { permissions: [] }],
    ]);
  });

  it.each([
    ['update-login', ['update-login', 'maria', 'another']],
    ['delete-login', ['delete-login', 'maria']],
    ['delete-user', ['delete-user', 'maria']],
  ])('ends sessions at the next request, and their connections at the next sweep: %s', async (_name, args) => {
    expect(await statusOf('/v1/auth/session')).toBe(200);
    await cli(...args);
    expect(await statusOf('/v1/auth/session')).toBe(403);
    await app.endedSessions.sweep();
    expect(await closed).toBe(1000);
  });
});
