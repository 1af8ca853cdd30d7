import { expect } from '@jest/globals';
import { type RoleName } from '@pezzottify/permissions';
import { eventually } from '@pezzottify/testing';
import WebSocket from 'ws';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { startUserSide, type UserSideOptions } from '../sessions/test-app/start-user-side.js';

export interface ToldEvent {
  type: string;
  payload: unknown;
}

interface Message {
  type: string;
  payload: { event: ToldEvent } | null;
}

const MARKER = 'permissions_reset';

/** The service with the sample catalog, and what the specs of the user's own content need of it. */
export async function startUserContent(given: UserSideOptions = {}) {
  const app = await startUserSide(given);
  await fillSampleCatalog(app.catalog);
  let users = 0;

  /** Somebody new, signed in on a device. Buckets of other users do not concern them. */
  async function signedIn(...roles: RoleName[]) {
    users += 1;
    const handle = `user-${users}`;
    const id = await app.accounts.add(handle, ...roles);
    return { id, handle, token: await app.accounts.session(id) };
  }

  /** `body`: text is sent as it is, everything else as JSON. */
  function send(token: string, method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { authorization: token, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    return app.ask(path, { method, headers, ...(body !== undefined && { body: sent }) });
  }

  async function listen(token: string) {
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/v1/ws`, { headers: { authorization: token } });
    const messages: Message[] = [];
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
    await eventually(() => expect(messages).toHaveLength(1));
    return { socket, messages };
  }

  /** What each of these devices of one user is told because of `action`, up to a marker that all of them get. */
  async function toldBy(userId: number, tokens: readonly string[], action: () => Promise<unknown>) {
    const devices = await Promise.all(tokens.map(listen));
    try {
      await action();
      const marker = { type: MARKER, payload: { permissions: [] } };
      await app.database.write((tx) => app.syncEvents.append(tx, userId, marker));
      const told = devices.map(({ messages }) =>
        eventually(() => {
          expect(messages.at(-1)?.payload?.event.type).toBe(MARKER);
          return messages.slice(1, -1).map(({ payload }) => typeAndPayload(payload?.event));
        }),
      );
      return await Promise.all(told);
    } finally {
      for (const { socket } of devices) socket.terminate();
    }
  }

  /** Every stored event of the user, oldest first. */
  async function storedEvents(token: string): Promise<ToldEvent[]> {
    const { events } = (await (await send(token, 'GET', '/v1/sync/events?since=0')).json()) as { events: ToldEvent[] };
    return events.map(typeAndPayload);
  }

  return { ...app, signedIn, send, toldBy, storedEvents, close: () => app.app.close() };
}

export type UserContentApp = Awaited<ReturnType<typeof startUserContent>>;

const typeAndPayload = (event: ToldEvent | undefined): ToldEvent => ({
  type: event?.type ?? '',
  payload: event?.payload,
});

/** Status and code of a refusal. */
export const codeOf = async (answer: Response): Promise<[number, unknown]> => [
  answer.status,
  ((await answer.json()) as { code?: unknown }).code,
];

/** Status, and length of the body that came. */
export const emptiness = async (answer: Response): Promise<[number, string | null, string]> => [
  answer.status,
  answer.headers.get('content-length'),
  await answer.text(),
];

export const EMPTY = [200, '0', ''];

/** What is sent, short enough for the name of a test. */
export const briefly = (sent: unknown): string => {
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return text.length > 80 ? `${text.slice(0, 80)}… (${text.length})` : text;
};
