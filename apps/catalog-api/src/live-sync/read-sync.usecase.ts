import { CodedError, type Session } from '@pezzottify/contracts';
import { type Database, type Reader } from '@pezzottify/persistence';
import { resolvePermissions, visiblePermissions } from '@pezzottify/permissions';
import { type Clock } from '@pezzottify/service-runner';
import { SETTING_KEYS } from '../settings/setting-keys.js';
import { listNotifications, type Notification } from '../storage/user/notification.repository.js';
import { findPrivileges } from '../storage/user/session.repository.js';
import { writtenSettingKeys } from '../storage/user/setting-key.repository.js';
import { eventBounds, eventsAfter, type EventBounds, type StoredEvent } from '../storage/user/sync-event.repository.js';
import { userContent, type UserContent } from '../storage/user/sync-state.repository.js';
import { visibleEvent } from './android-view.js';

export interface SyncState extends UserContent {
  readonly seq: number;
  readonly permissions: string[];
  readonly notifications: Notification[];
}

/** What a device needs to be up to date: everything, or what has happened since it last asked. */
export class ReadSync {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * One consistent read. The permissions too: those the request was admitted with may be older than `seq`, as when it used
   * up a countdown, and a device that has the seq of a revocation never hears of it again.
   */
  state(session: Session): Promise<SyncState> {
    return this.database.snapshot(async (reader) => ({
      seq: (await eventBounds(reader, session.user_id)).current,
      ...(await userContent(reader, session.user_id, await this.visibleSettings(reader, session))),
      permissions: await this.permissions(reader, session),
      notifications: await listNotifications(reader, session.user_id),
    }));
  }

  /** Events after `since`, ascending; throws EVENTS_PRUNED when some of them are no longer stored. */
  events(session: Session, since: number): Promise<{ events: StoredEvent[]; current_seq: number }> {
    return this.database.snapshot(async (reader) => {
      const bounds = await eventBounds(reader, session.user_id);
      if (hasGap(bounds, since))
        throw new CodedError('EVENTS_PRUNED', 'events after this one are no longer stored; load the whole state');
      const keys = new Set(await this.visibleSettings(reader, session));
      const events = await eventsAfter(reader, session.user_id, since);
      return {
        events: events.map((event) => visibleEvent(event, session.device_type, keys)),
        current_seq: bounds.current,
      };
    });
  }

  private async permissions(reader: Reader, { user_id, device_type }: Session): Promise<string[]> {
    const { roles, grants } = await findPrivileges(reader, user_id);
    return visiblePermissions(resolvePermissions(roles, grants, this.clock.seconds()), device_type);
  }

  private async visibleSettings(reader: Reader, { device_id, device_type }: Session): Promise<string[]> {
    if (device_type !== 'android' || device_id === null) return [...SETTING_KEYS];
    const written = await writtenSettingKeys(reader, device_id);
    return SETTING_KEYS.filter((key) => written.includes(key));
  }
}

/** Of a cursor that is not at the beginning: the event after it must still be there, or not have happened yet. */
const hasGap = ({ oldest }: EventBounds, since: number): boolean =>
  since > 0 && (oldest === null || since + 1 < oldest);
