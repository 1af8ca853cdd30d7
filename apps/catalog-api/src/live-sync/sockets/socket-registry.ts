import { type StoredEvent } from '../../storage/user/sync-event.repository.js';
import { visibleEvent } from '../android-view.js';
import { type EventPush } from '../sync-events.js';
import { CLOSE, type ClientSocket } from './client-socket.js';

/** Every open connection, by user. Several of one device (browser tabs) all receive. */
export class SocketRegistry implements EventPush {
  private readonly byUser = new Map<number, Set<ClientSocket>>();

  add(client: ClientSocket): void {
    const { user_id } = client.session;
    this.byUser.set(user_id, (this.byUser.get(user_id) ?? new Set()).add(client));
  }

  remove(client: ClientSocket): void {
    const { user_id } = client.session;
    const clients = this.byUser.get(user_id);
    clients?.delete(client);
    if (clients?.size === 0) this.byUser.delete(user_id);
  }

  push(userId: number, event: StoredEvent, exceptDeviceId: number | null): void {
    for (const client of this.byUser.get(userId) ?? []) {
      const { device_id, device_type } = client.session;
      if (exceptDeviceId !== null && device_id === exceptDeviceId) continue;
      client.send('sync', { event: visibleEvent(event, device_type, client.knownSettings) });
    }
  }

  /** Users with an open connection. */
  onlineUserIds(): number[] {
    return [...this.byUser.keys()];
  }

  /** Hashes of the tokens that open connections were made with. */
  tokenHashes(): string[] {
    return [...this.all()].flatMap(({ tokenHashes }) => tokenHashes);
  }

  /** Closes the connections none of whose tokens is a session any more, of one user or of all. */
  closeEnded(isAlive: (tokenHash: string) => boolean, userId?: number): void {
    const clients = userId === undefined ? [...this.all()] : [...(this.byUser.get(userId) ?? [])];
    for (const client of clients) {
      if (!client.tokenHashes.some(isAlive)) client.close(CLOSE.normal, 'the session has ended');
    }
  }

  closeAll(): void {
    for (const client of this.all()) client.close(CLOSE.goingAway, 'the server is stopping');
  }

  private *all(): Generator<ClientSocket> {
    for (const clients of this.byUser.values()) yield* clients;
  }
}
