import { type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { insertEvent, type StoredEvent, type SyncEvent } from '../storage/user/sync-event.repository.js';

/** Where stored events go once they are committed. */
export interface EventPush {
  push(userId: number, event: StoredEvent, exceptDeviceId: number | null): void;
}

/** Stores events for users and pushes them to their devices; only what is stored is ever pushed. */
export class SyncEvents {
  constructor(
    private readonly clock: Clock,
    private readonly sockets: EventPush,
  ) {}

  /**
   * `exceptDeviceId`: the device whose request caused the event knows already. A user that is gone gets nothing, which is
   * not an error: downloads outlive those who asked for them.
   */
  async append(
    tx: WriteTransaction,
    userId: number,
    event: SyncEvent,
    exceptDeviceId: number | null = null,
  ): Promise<void> {
    const stored = await insertEvent(tx, userId, event, this.clock.seconds());
    if (stored) tx.afterCommit(() => this.sockets.push(userId, stored, exceptDeviceId));
  }
}
