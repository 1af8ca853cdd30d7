import { type Type } from '@nestjs/common';
import { AuditLogCleanupJob } from './audit-log-cleanup/audit-log-cleanup.job.js';
import { IntegrityWatchdogJob } from './integrity-watchdog/integrity-watchdog.job.js';

/** Absent while the download manager is off: they work on its database. */
export const JOBS: Type[] = [AuditLogCleanupJob, IntegrityWatchdogJob];
