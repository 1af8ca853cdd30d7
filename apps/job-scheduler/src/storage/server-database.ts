import { type DatabaseSpec } from '@pezzottify/persistence';
import { JobAuditEntity } from './entities/job-audit.entity.js';
import { JobPauseEntity } from './entities/job-pause.entity.js';
import { JobRunEntity } from './entities/job-run.entity.js';
import { JobScheduleEntity } from './entities/job-schedule.entity.js';
import { JobEntity } from './entities/job.entity.js';
import { PendingHookEntity } from './entities/pending-hook.entity.js';
import { ServerStateEntity } from './entities/server-state.entity.js';
import { Administration1764200000000 } from './migrations/administration.migration.js';
import { ConfiguredJobs1764300000000 } from './migrations/configured-jobs.migration.js';
import { FirstServer1764000000000 } from './migrations/first-server.migration.js';
import { HandOver1764100000000 } from './migrations/hand-over.migration.js';

/** server.db, as the storage contract describes it in section 3, and the jobs that were announced. */
export const serverDatabase: DatabaseSpec = {
  name: 'server',
  fileName: 'server.db',
  entities: [
    JobAuditEntity,
    JobEntity,
    JobPauseEntity,
    JobRunEntity,
    JobScheduleEntity,
    PendingHookEntity,
    ServerStateEntity,
  ],
  migrations: [
    FirstServer1764000000000,
    HandOver1764100000000,
    Administration1764200000000,
    ConfiguredJobs1764300000000,
  ],
};
