import { type DatabaseSpec } from '@pezzottify/persistence';
import { ActivityEntity } from './entities/activity.entity.js';
import { AuditEntryEntity } from './entities/audit-entry.entity.js';
import { ParticipantEntity } from './entities/participant.entity.js';
import { QueueItemEntity } from './entities/queue-item.entity.js';
import { QueueStateEntity } from './entities/queue-state.entity.js';
import { UnwantedAlbumEntity } from './entities/unwanted-album.entity.js';
import { WatchdogFindingEntity } from './entities/watchdog-finding.entity.js';
import { WatchdogScanEntity } from './entities/watchdog-scan.entity.js';
import { FirstQueue1764000000000 } from './migrations/first-queue.migration.js';
import { QueueState1764300000000 } from './migrations/queue-state.migration.js';
import { RetriedAt1764500000000 } from './migrations/retried-at.migration.js';
import { UnwantedAlbum1764900000000 } from './migrations/unwanted-album.migration.js';
import { Watchdog1764400000000 } from './migrations/watchdog.migration.js';

/** download_queue.db, as the storage contract describes it in section 4. */
export const queueDatabase: DatabaseSpec = {
  name: 'download queue',
  fileName: 'download_queue.db',
  entities: [
    QueueItemEntity,
    ParticipantEntity,
    ActivityEntity,
    AuditEntryEntity,
    QueueStateEntity,
    UnwantedAlbumEntity,
    WatchdogFindingEntity,
    WatchdogScanEntity,
  ],
  migrations: [
    FirstQueue1764000000000,
    QueueState1764300000000,
    Watchdog1764400000000,
    RetriedAt1764500000000,
    UnwantedAlbum1764900000000,
  ],
};
