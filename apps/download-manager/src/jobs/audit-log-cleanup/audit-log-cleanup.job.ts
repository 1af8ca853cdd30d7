import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type JobDeclaration } from '@pezzottify/contracts';
import { type Job, type JobContext } from '@pezzottify/job-host';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { countAuditBefore, deleteAuditBefore } from '../../storage/audit-retention.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** Rows of one transaction: claims and settlements wait for one of them at most. */
const BATCH = 500;

/** Lets old entries of the download audit log go, the oldest first. */
@Injectable()
export class AuditLogCleanupJob implements Job {
  readonly declaration: JobDeclaration = {
    id: 'audit_log_cleanup',
    name: 'Audit log cleanup',
    description: 'Deletes entries of the download audit log that are older than audit_log_retention_days',
    schedule: { interval_seconds: DAY_SECONDS },
    shutdown: 'cancellable',
    timeout_seconds: HOUR_SECONDS,
    missed_runs: 'once',
  };

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
  ) {}

  async run(context: JobContext): Promise<string> {
    const days = this.config.downloadManager.auditLogRetentionDays;
    if (days === 0) return 'audit entries are kept for ever';
    const before = this.clock.seconds() - days * DAY_SECONDS;
    const total = await countAuditBefore(this.database.reads, before);
    for (let deleted = 0; ;) {
      context.signal.throwIfAborted();
      const gone = await this.database.write((tx) => deleteAuditBefore(tx, before, BATCH));
      if (gone === 0) return `${deleted} audit entries deleted`;
      deleted += gone;
      context.progress(total === 0 ? null : deleted / total, `${deleted} of ${total} audit entries deleted`);
    }
  }
}
