import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type SocketRegistry } from '../../live-sync/sockets/socket-registry.js';
import { type SyncEvents } from '../../live-sync/sync-events.js';
import { insertWrittenKeys } from '../../storage/user/setting-key.repository.js';
import { type Setting, upsertSettings } from '../../storage/user/setting.repository.js';
import { CLOCK, SOCKET_REGISTRY, SYNC_EVENTS, USER_DATABASE } from '../../tokens.js';

@Injectable()
export class WriteSettings {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(SYNC_EVENTS) private readonly syncEvents: SyncEvents,
    @Inject(SOCKET_REGISTRY) private readonly sockets: Pick<SocketRegistry, 'learnSettings'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(session: Session, settings: readonly Setting[]): Promise<void> {
    if (settings.length === 0) return;
    await this.database.write(async (tx) => {
      await this.rememberKeys(tx, session, settings);
      const changed = await upsertSettings(tx, session.user_id, settings, this.clock.seconds());
      for (const setting of changed) {
        const event = { type: 'setting_changed', payload: { setting } };
        await this.syncEvents.append(tx, session.user_id, event, session.device_id);
      }
    });
  }

  /** What the device has written it knows: from now on an Android app may be sent it, also over its open connections. */
  private async rememberKeys(
    tx: WriteTransaction,
    { user_id, device_id }: Session,
    settings: readonly Setting[],
  ): Promise<void> {
    if (device_id === null) return;
    const keys = settings.map(({ key }) => key);
    await insertWrittenKeys(tx, device_id, keys);
    tx.afterCommit(() => this.sockets.learnSettings(user_id, device_id, keys));
  }
}
