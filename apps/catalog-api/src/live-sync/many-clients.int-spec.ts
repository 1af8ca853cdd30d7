import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import WebSocket from 'ws';
import { startUserSide, type UserSideApp } from '../sessions/test-app/start-user-side.js';

interface Event {
  seq: number;
  type: string;
  payload: unknown;
}

interface Message {
  type: string;
  payload: { event?: Event };
}

const count = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('live sync of many', () => {
  let app: UserSideApp;
  const sockets: WebSocket[] = [];
  beforeEach(async () => {
    app = await startUserSide();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await app.app.close();
  });

  /** A connection that has been welcomed, with the seqs it is told. */
  async function connect(token: string): Promise<number[]> {
    const seqs: number[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/v1/ws`, { headers: { authorization: token } });
    sockets.push(socket);
    await once(socket, 'message');
    socket.on('message', (data: Buffer) => {
      const { type, payload } = JSON.parse(data.toString()) as Message;
      if (type === 'sync' && payload.event) seqs.push(payload.event.seq);
    });
    return seqs;
  }

  const append = (userId: number, n: number) =>
    app.database.write((tx) => app.syncEvents.append(tx, userId, { type: 'content_liked', payload: { n } }));

  it('tells 200 clients 50 events each, none lost and none out of order', async () => {
    const users: number[] = [];
    const clients: number[][] = [];
    for (const number of count(1, 20)) {
      const userId = await app.accounts.add(`user ${number}`, 'Regular');
      users.push(userId);
      const tokens = await Promise.all(count(1, 10).map(() => app.accounts.session(userId)));
      clients.push(...(await Promise.all(tokens.map(connect))));
    }
    for (const n of count(1, 50)) {
      await Promise.all(users.map((userId) => append(userId, n)));
      // A client that is told more than it takes is dropped; these take what they are told.
      await eventually(() => expect(clients.filter((seqs) => seqs.at(-1) !== n)).toEqual([]));
    }
    for (const seqs of clients) expect(seqs).toEqual(count(1, 50));
  });

  it('catches up with 10,000 events, and loads all that they amount to, while more are stored', async () => {
    const userId = await app.accounts.add('maria', 'Regular');
    const token = await app.accounts.session(userId);
    await app.database.write(async (tx) => {
      for (const n of count(1, 10_000))
        await app.syncEvents.append(tx, userId, { type: 'content_liked', payload: { n } });
    });
    const ask = async (path: string) => {
      const answer = await app.ask(`/v1/sync/${path}`, { headers: { authorization: token } });
      return (await answer.json()) as { events: Event[]; current_seq: number; seq: number };
    };
    const storing = (async () => {
      for (const n of count(10_001, 10_050)) await append(userId, n);
    })();
    const answers = await Promise.all([ask('events?since=0'), ask('events?since=9000'), ask('state')]);
    await storing;
    for (const [{ events, current_seq: current }, first] of [
      [answers[0], 1],
      [answers[1], 9001],
    ] as const) {
      expect(events.map(({ seq }) => seq)).toEqual(count(first, current));
      expect(events.map(({ payload }) => payload)).toEqual(count(first, current).map((n) => ({ n })));
    }
    expect(answers[2].seq).toBeGreaterThanOrEqual(10_000);
    const rest = await ask(`events?since=${answers[0].current_seq}`);
    expect(rest.events.map(({ seq }) => seq)).toEqual(count(answers[0].current_seq + 1, 10_050));
  });
});
