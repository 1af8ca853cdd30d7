import { type DatabaseSpec } from '@pezzottify/persistence';
import { ActivityEntity } from './entities/activity.entity.js';
import { AuditEntryEntity } from './entities/audit-entry.entity.js';
import { ParticipantEntity } from './entities/participant.entity.js';
import { QueueItemEntity } from './entities/queue-item.entity.js';
import { FirstQueue1764000000000 } from './migrations/first-queue.migration.js';

/** download_queue.db, as the storage contract describes it in section 4. */
export const queueDatabase: DatabaseSpec = {
  name: 'download queue',
  fileName: 'download_queue.db',
  entities: [QueueItemEntity, ParticipantEntity, ActivityEntity, AuditEntryEntity],
  migrations: [FirstQueue1764000000000],
};
