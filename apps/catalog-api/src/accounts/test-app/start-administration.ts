import { expect } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import WebSocket from 'ws';
import { startUserSide, type UserSideOptions } from '../../sessions/test-app/start-user-side.js';

export interface Call {
  /** Default: the administrator's. */
  token?: string;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Called {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** The body as JSON; null for an empty one. */
  readonly json: unknown;
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** The service with an administrator, `ada`, and a user without any right to administer, `maria`. */
export async function startAdministration(given: UserSideOptions = {}) {
  const app = await startUserSide(given);
  const { accounts } = app;
  const adaId = await accounts.add('ada', 'Admin');
  const mariaId = await accounts.add('maria', 'Regular');
  const [ada, maria] = [await accounts.session(adaId), await accounts.session(mariaId)];
  const open: WebSocket[] = [];

  async function call(method: string, path: string, { token = ada, body, headers }: Call = {}): Promise<Called> {
    const given = { authorization: token, ...(body !== undefined && JSON_TYPE), ...headers };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await app.ask(path, { method, headers: given, ...(body !== undefined && { body: text }) });
    return answered(answer);
  }

  /** A connection that has been welcomed; `events` are those it was pushed. */
  async function connect(token: string) {
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/v1/ws`, { headers: { authorization: token } });
    open.push(socket);
    const messages: { type: string; payload: { event: { type: string; payload: unknown } } }[] = [];
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as never));
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await eventually(() => expect(messages).not.toEqual([]));
    const events = () => messages.slice(1).map(({ payload: { event } }) => [event.type, event.payload]);
    return { socket, closed, events };
  }

  const count = async (from: string): Promise<number> =>
    (await app.database.reads.get<{ n: number }>(`SELECT count(*) AS n FROM ${from}`))?.n ?? -1;
  const isAlive = async (token: string) => (await call('GET', '/v1/auth/session', { token })).status === 200;
  const close = async () => {
    for (const socket of open) socket.terminate();
    await app.app.close();
  };
  return { ...app, ada, adaId, maria, mariaId, call, connect, count, isAlive, close };
}

async function answered(answer: Response): Promise<Called> {
  const text = await answer.text();
  const isJson = text !== '' && (answer.headers.get('content-type')?.startsWith('application/json') ?? false);
  return { status: answer.status, text, headers: answer.headers, json: isJson ? (JSON.parse(text) as unknown) : null };
}

export type Administration = Awaited<ReturnType<typeof startAdministration>>;

/** Status and code of a refusal. */
export const refusalOf = ({ status, json }: Called) => [status, (json as { code?: string } | null)?.code];
