import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import WebSocket from 'ws';
import { startUserSide, type UserSideApp } from '../sessions/test-app/start-user-side.js';

interface Event {
  seq: number;
  type: string;
  payload: { n: number };
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

  /** A connection that has been welcomed, with the events it is told. */
  async function connect(token: string) {
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/v1/ws`, { headers: { authorization: token } });
    sockets.push(socket);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await once(socket, 'message');
    // Read when all is over: many clients share a processor with the service they listen to.
    const told: Buffer[] = [];
    socket.on('message', (data: Buffer) => told.push(data));
    const events = () =>
      told
        .map((data) => JSON.parse(data.toString()) as Message)
        .flatMap(({ type, payload }) => (type === 'sync' && payload.event ? [payload.event] : []));
    return { socket, told, closed, events, seqs: () => events().map(({ seq }) => seq) };
  }

  const append = (userId: number, n: number, more: object = {}) =>
    app.database.write((tx) => app.syncEvents.append(tx, userId, { type: 'content_liked', payload: { n, ...more } }));

  async function ask(token: string, path: string) {
    const answer = await app.ask(`/v1/sync/${path}`, { headers: { authorization: token } });
    return (await answer.json()) as { events: Event[]; current_seq: number; seq: number };
  }

  it('tells 200 clients 50 events a second each, none lost, none twice and none out of order', async () => {
    const users = await Promise.all(count(1, 4).map((number) => app.accounts.add(`user ${number}`, 'Regular')));
    const tokens = await Promise.all([...users, ...users].map((userId) => app.accounts.session(userId)));
    const clients = await Promise.all(tokens.flatMap((token) => count(1, 25).map(() => connect(token))));
    const [events, everyMs, inFlight] = [100, 20, 16];
    const from = performance.now();
    const stored: Promise<unknown>[] = [];
    for (const n of count(1, events)) {
      // By the clock, not by the clients, and not by the database either unless it stands still: what it then stored at
      // once would be more than a connection may have waiting.
      await Promise.all([sleep(Math.max(0, from + n * everyMs - performance.now())), stored[n - inFlight]]);
      stored[n] = Promise.all(users.map((userId) => append(userId, n)));
    }
    await Promise.all(stored);
    await eventually(() => expect(Math.min(...clients.map(({ told }) => told.length))).toBe(events));
    for (const { seqs } of clients) expect(seqs()).toEqual(count(1, events));
  });

  it('catches up with 10,000 events, and loads all that they amount to, while more are stored', async () => {
    const userId = await app.accounts.add('maria', 'Regular');
    const token = await app.accounts.session(userId);
    await app.database.write(async (tx) => {
      await tx.run(
        `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 10000)
         INSERT INTO user_events (user_id, seq, event_type, payload, server_timestamp)
         SELECT ?, n, 'content_liked', json_object('n', n), 1 FROM i`,
        [userId],
      );
      await tx.run('UPDATE user SET last_event_seq = 10000 WHERE id = ?', [userId]);
    });
    const storing = (async () => {
      for (const n of count(10_001, 10_050)) await append(userId, n);
    })();
    const answers = await Promise.all([
      ask(token, 'events?since=0'),
      ask(token, 'events?since=9000'),
      ask(token, 'state'),
    ]);
    await storing;
    for (const [{ events, current_seq: current }, first] of [
      [answers[0], 1],
      [answers[1], 9001],
    ] as const) {
      expect(events.map(({ seq }) => seq)).toEqual(count(first, current));
      expect(events.map(({ payload }) => payload.n)).toEqual(count(first, current));
    }
    expect(answers[2].seq).toBeGreaterThanOrEqual(10_000);
    const rest = await ask(token, `events?since=${answers[0].current_seq}`);
    expect(rest.events.map(({ seq }) => seq)).toEqual(count(answers[0].current_seq + 1, 10_050));
  });

  it('leaves no hole when a connection breaks again and again in mid-stream, and tells apart what comes twice', async () => {
    const userId = await app.accounts.add('maria', 'Regular');
    const [token, steadyToken] = [await app.accounts.session(userId), await app.accounts.session(userId)];
    const steady = await connect(steadyToken);
    let [stored, mayStore] = [0, true];
    const storing = (async () => {
      while (mayStore) await append(userId, (stored += 1));
    })();
    /** What a client keeps: by seq, which makes an event that comes a second time the same one. */
    const kept = new Map<number, Event>();
    const listenUntilItBreaks = async () => {
      const { socket, told, events } = await connect(token);
      await eventually(() => expect(told.length).toBeGreaterThan(4));
      // Asked for while pushes go on: these events and the pushed ones overlap.
      const caughtUp = await ask(token, `events?since=${kept.size}`);
      await eventually(() => expect(events().at(-1)?.seq).toBeGreaterThan(caughtUp.current_seq + 4));
      socket.terminate();
      const twice = events().filter(({ seq }) => seq <= caughtUp.current_seq);
      expect(twice.length).toBeGreaterThan(0);
      for (const event of twice) expect(caughtUp.events).toContainEqual(event);
      for (const event of [...caughtUp.events, ...events()]) kept.set(event.seq, event);
      expect([...kept.keys()].sort((one, other) => one - other)).toEqual(count(1, kept.size));
    };
    try {
      for (const _break of count(1, 4)) await listenUntilItBreaks();
    } finally {
      mayStore = false;
      await storing;
    }
    for (const { seq, payload } of kept.values()) expect(payload.n).toBe(seq);
    await eventually(() => expect(steady.told.length).toBe(stored));
    expect(steady.seqs()).toEqual(count(1, stored));
  });

  it('drops who stops reading, holds no more than the queue for them, and tells everybody else everything', async () => {
    const userId = await app.accounts.add('maria', 'Regular');
    const token = await app.accounts.session(userId);
    const [reading, late, dead] = [await connect(token), await connect(token), await connect(token)];
    const served = () => [...app.app.getHttpAdapter().getInstance().websocketServer.clients];
    const [, servingLate, servingDead] = served();
    const held = () => Math.max(...served().map(({ bufferedAmount }) => bufferedAmount));
    for (const { socket } of [late, dead]) socket.pause();
    const text = 'x'.repeat(256 * 1024);
    let [stored, mostHeld] = [0, 0];
    const store = async () => {
      await append(userId, (stored += 1), { text });
      await eventually(() => expect(reading.told.length).toBe(stored));
      mostHeld = Math.max(mostHeld, held());
    };

    // The network takes some of it; the queue begins where that ends.
    while (servingLate?.readyState === WebSocket.OPEN) await store();
    await store();
    expect(mostHeld).toBeGreaterThan(31 * text.length);
    expect(mostHeld).toBeLessThan(33 * text.length);
    // Who reads on in time gets what waited, then the code that says to come back and ask.
    late.socket.resume();
    expect(await late.closed).toBe(1013);
    const { events } = await ask(token, `events?since=${late.told.length}`);
    expect([...late.seqs(), ...events.map(({ seq }) => seq)]).toEqual(count(1, stored));
    // Who never does is cut off.
    while (servingDead?.readyState === WebSocket.OPEN) await store();
    await eventually(() => expect(served()).toHaveLength(1), { timeoutMs: 15_000 });
    expect(held()).toBe(0);
    expect(reading.seqs()).toEqual(count(1, stored));
  });
});
