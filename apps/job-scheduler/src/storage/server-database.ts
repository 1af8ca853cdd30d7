import { type DatabaseSpec } from '@pezzottify/persistence';
import { JobRunEntity } from './entities/job-run.entity.js';
import { JobScheduleEntity } from './entities/job-schedule.entity.js';
import { JobEntity } from './entities/job.entity.js';
import { PendingHookEntity } from './entities/pending-hook.entity.js';
import { ServerStateEntity } from './entities/server-state.entity.js';
import { FirstServer1764000000000 } from './migrations/first-server.migration.js';
import { HandOver1764100000000 } from './migrations/hand-over.migration.js';

/** server.db, as the storage contract describes it in section 3, and the jobs that were announced. */
export const serverDatabase: DatabaseSpec = {
  name: 'server',
  fileName: 'server.db',
  entities: [JobEntity, JobRunEntity, JobScheduleEntity, PendingHookEntity, ServerStateEntity],
  migrations: [FirstServer1764000000000, HandOver1764100000000],
};
