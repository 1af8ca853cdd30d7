import { type StoredEvent } from '../../storage/user/sync-event.repository.js';
import { visibleEvent } from '../android-view.js';
import { type EventPush } from '../sync-events.js';
import { CLOSE, type ClientSocket } from './client-socket.js';

interface OnlineUser {
  readonly clients: Set<ClientSocket>;
  /** Everything up to this seq was pushed, or stored before the first of these connections was opened. */
  pushedSeq: number;
}

/** Every open connection, by user. Several of one device (browser tabs) all receive. */
export class SocketRegistry implements EventPush {
  private readonly byUser = new Map<number, OnlineUser>();

  /** `seq`: the newest event of the user before the client was welcomed; what is older it asks for by itself. */
  add(client: ClientSocket, seq: number): void {
    const { user_id } = client.session;
    const user = this.byUser.get(user_id) ?? { clients: new Set(), pushedSeq: seq };
    user.clients.add(client);
    this.byUser.set(user_id, user);
  }

  remove(client: ClientSocket): void {
    const { user_id } = client.session;
    const user = this.byUser.get(user_id);
    user?.clients.delete(client);
    if (user?.clients.size === 0) this.byUser.delete(user_id);
  }

  /** Undefined for a user without connection. */
  pushedSeq(userId: number): number | undefined {
    return this.byUser.get(userId)?.pushedSeq;
  }

  /** An event that was pushed before is not pushed again. */
  push(userId: number, event: StoredEvent, exceptDeviceId: number | null): void {
    const user = this.byUser.get(userId);
    if (!user || event.seq <= user.pushedSeq) return;
    user.pushedSeq = event.seq;
    for (const client of user.clients) {
      const { device_id, device_type } = client.session;
      if (exceptDeviceId !== null && device_id === exceptDeviceId) continue;
      client.send('sync', { event: visibleEvent(event, device_type, client.knownSettings) });
    }
  }

  /** The device has written these settings: from now on its open connections may be sent them. */
  learnSettings(userId: number, deviceId: number, keys: readonly string[]): void {
    for (const { session, knownSettings } of this.byUser.get(userId)?.clients ?? []) {
      if (session.device_id === deviceId) for (const key of keys) knownSettings.add(key);
    }
  }

  /** Users with an open connection. */
  onlineUserIds(): number[] {
    return [...this.byUser.keys()];
  }

  /** Hashes of the tokens that open connections were made with. */
  tokenHashes(): string[] {
    return [...this.all()].map(({ tokenHash }) => tokenHash);
  }

  /** Closes the connections whose session has ended. */
  closeEnded(isAlive: (tokenHash: string) => boolean): void {
    for (const client of [...this.all()]) {
      if (!isAlive(client.tokenHash)) client.close(CLOSE.normal, 'the session has ended');
    }
  }

  closeAll(): void {
    for (const client of this.all()) client.close(CLOSE.goingAway, 'the server is stopping');
  }

  private *all(): Generator<ClientSocket> {
    for (const { clients } of this.byUser.values()) yield* clients;
  }
}
