import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Session } from '@pezzottify/contracts';
import { ClientSocket, type RawSocket } from './client-socket.js';
import { SocketRegistry } from './socket-registry.js';

/** A connection whose network takes messages only when it is told to. */
class SlowSocket {
  readyState: RawSocket['readyState'] = 1;
  readonly sent: { type: string; payload: { event?: { seq: number } } }[] = [];
  readonly closed: [code: number, reason: string][] = [];
  private readonly waiting: (() => void)[] = [];

  send(text: string, done: () => void): void {
    this.sent.push(JSON.parse(text) as SlowSocket['sent'][number]);
    this.waiting.push(done);
  }

  close(code: number, reason: string): void {
    this.readyState = 2;
    this.closed.push([code, reason]);
  }

  terminate(): void {
    this.readyState = 3;
  }

  flush(): void {
    for (const done of this.waiting.splice(0)) done();
  }

  seqs() {
    return this.sent.map(({ payload }) => payload.event?.seq);
  }
}

describe('the registry of connections', () => {
  let registry: SocketRegistry;
  beforeEach(() => {
    registry = new SocketRegistry();
  });

  function connect(
    userId: number,
    deviceId: number,
    token = 'hash',
    deviceType: Session['device_type'] = 'web',
    seq = 0,
  ) {
    const socket = new SlowSocket();
    const session = {
      ...{ user_id: userId, user_handle: 'maria', permissions: [] },
      ...{ device_id: deviceId, device_type: deviceType },
    };
    const client = new ClientSocket(socket as unknown as RawSocket, session, token, new Set());
    registry.add(client, seq);
    return { socket, client };
  }

  const push = (userId: number, seq: number, except: number | null = null, payload: unknown = {}) =>
    registry.push(userId, { seq, type: 'setting_changed', payload, server_timestamp: 1 }, except);

  it('pushes to the devices of the user, without the one that caused the event', () => {
    const [cause, other, stranger] = [connect(1, 11), connect(1, 12), connect(2, 21)];
    push(1, 1, 11);
    push(1, 2);
    expect([cause, other, stranger].map(({ socket }) => socket.seqs())).toEqual([[2], [1, 2], []]);
    expect(other.socket.sent[0]?.type).toBe('sync');
  });

  it('pushes to every tab of a device, also when another one is closed', () => {
    const [first, second] = [connect(1, 11), connect(1, 11)];
    push(1, 1);
    registry.remove(first.client);
    push(1, 2);
    expect([first.socket.seqs(), second.socket.seqs()]).toEqual([[1], [1, 2]]);
    registry.remove(second.client);
    expect(registry.onlineUserIds()).toEqual([]);
  });

  it('pushes an event once, and none that was there before the first connection', () => {
    const { socket } = connect(1, 11, 'hash', 'web', 4);
    expect([registry.pushedSeq(1), registry.pushedSeq(2)]).toEqual([4, undefined]);
    for (const seq of [4, 5, 5, 6]) push(1, seq);
    const later = connect(1, 12, 'hash', 'web', 9);
    push(1, 7);
    expect([socket.seqs(), later.socket.seqs(), registry.pushedSeq(1)]).toEqual([[5, 6, 7], [7], 7]);
  });

  it('shows an Android app only what it may see', () => {
    const { socket } = connect(1, 11, 'hash', 'android');
    push(1, 1, null, { setting: { key: 'enable_external_search', value: true } });
    expect(socket.sent[0]?.payload.event).toMatchObject({ seq: 1, payload: {} });
  });

  it('closes a connection with 1013 when a thirty-third message would wait, and sends it nothing more', () => {
    const { socket } = connect(1, 11);
    for (let seq = 1; seq <= 32; seq += 1) push(1, seq);
    expect(socket.closed).toEqual([]);
    push(1, 33);
    push(1, 34);
    expect(socket.closed.map(([code]) => code)).toEqual([1013]);
    expect(socket.sent).toHaveLength(32);
  });

  it('counts only what still waits', () => {
    const { socket } = connect(1, 11);
    for (let seq = 1; seq <= 100; seq += 1) {
      push(1, seq);
      if (seq % 32 === 0) socket.flush();
    }
    expect([socket.closed, socket.sent.length]).toEqual([[], 100]);
  });

  it('closes the connections whose session has ended with 1000', () => {
    const clients = [connect(1, 11, 'ended'), connect(1, 12, 'alive'), connect(2, 21, 'ended')];
    registry.closeEnded((hash) => hash === 'alive');
    expect(clients.map(({ socket }) => socket.closed.map(([code]) => code))).toEqual([[1000], [], [1000]]);
  });

  it('closes every connection with 1001 when the server stops', () => {
    const sockets = [connect(1, 11), connect(2, 21)].map(({ socket }) => socket);
    registry.closeAll();
    expect(sockets.map(({ closed }) => closed[0]?.[0])).toEqual([1001, 1001]);
  });
});
