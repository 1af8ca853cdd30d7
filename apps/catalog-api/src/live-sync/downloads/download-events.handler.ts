import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type MessageBus, type TypedEvent } from '@pezzottify/messaging';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { randomAlphanumerics } from '../../sessions/session-token.js';
import { insertNotification, type Notification } from '../../storage/user/notification.repository.js';
import { CATALOG_DATABASE, CLOCK, MESSAGE_BUS, SYNC_EVENTS, USER_DATABASE } from '../../tokens.js';
import { type SyncEvents } from '../sync-events.js';
import { DOWNLOAD_EVENTS, toSyncEvent, type DownloadEvent } from './download-event.mapper.js';

type Completed = TypedEvent<'download.completed.v1'>['data'];

const COVER = 'SELECT display_image_id AS id FROM albums WHERE id = ?';

/** Download events become stored sync events of every participant, and a notification at the end. */
@Injectable()
export class DownloadEventsHandler implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(CATALOG_DATABASE) private readonly catalog: Database,
    @Inject(SYNC_EVENTS) private readonly syncEvents: SyncEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.bus.consume({
      durable: 'catalog-api-downloads',
      events: DOWNLOAD_EVENTS,
      database: this.database,
      handle: (event, tx) => this.tell(event, tx),
    });
  }

  private async tell(event: DownloadEvent, tx: WriteTransaction): Promise<void> {
    const userIds = event.data.user_ids.map(Number);
    for (const userId of userIds) await this.syncEvents.append(tx, userId, toSyncEvent(event));
    if (event.type === 'download.completed.v1') await this.notify(tx, userIds, event.data);
  }

  private async notify(tx: WriteTransaction, userIds: readonly number[], completed: Completed): Promise<void> {
    const cover = await this.catalog.reads.get<{ id: string | null }>(COVER, [completed.content_id]);
    for (const userId of userIds) {
      if (!(await tx.get('SELECT 1 FROM user WHERE id = ?', [userId]))) continue;
      const notification = this.notificationOf(completed, cover?.id ?? null);
      await insertNotification(tx, userId, notification);
      await this.syncEvents.append(tx, userId, { type: 'notification_created', payload: { notification } });
    }
  }

  private notificationOf(
    { album_name, artist_name, content_id, request_id }: Completed,
    imageId: string | null,
  ): Notification {
    return {
      id: `notif_${randomAlphanumerics(16)}`,
      notification_type: 'download_completed',
      title: `Album ready: ${album_name}`,
      body: artist_name === '' ? null : artist_name,
      data: { album_id: content_id, album_name, artist_name, image_id: imageId, request_id },
      read_at: null,
      created_at: this.clock.seconds(),
    };
  }
}
