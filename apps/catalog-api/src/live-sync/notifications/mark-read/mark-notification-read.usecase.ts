import { Inject, Injectable } from '@nestjs/common';
import { CodedError, type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import {
  findNotification,
  markNotificationRead,
  type Notification,
} from '../../../storage/user/notification.repository.js';
import { CLOCK, SYNC_EVENTS, USER_DATABASE } from '../../../tokens.js';
import { type SyncEvents } from '../../sync-events.js';

@Injectable()
export class MarkNotificationRead {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(SYNC_EVENTS) private readonly syncEvents: SyncEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One that was read before keeps the instant of the first time. NOT_FOUND: there is none, or it is another user's. */
  execute({ user_id, device_id }: Session, id: string): Promise<Notification> {
    return this.database.write(async (tx) => {
      const read = await markNotificationRead(tx, user_id, id, this.clock.seconds());
      if (!read) return foundOr404(id, await findNotification(tx, user_id, id));
      const payload = { notification_id: id, read_at: read.read_at };
      await this.syncEvents.append(tx, user_id, { type: 'notification_read', payload }, device_id);
      return read;
    });
  }
}

function foundOr404(id: string, found: Notification | undefined): Notification {
  if (!found) throw new CodedError('NOT_FOUND', `you have no notification with the id ${JSON.stringify(id)}`);
  return found;
}
