import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Job, JobHost } from '@pezzottify/job-host';
import { type OwnerParts } from '../owner-parts.js';
import { MediaMarker } from '../watchdog/media-marker.js';
import { AuditLogCleanupJob } from './audit-log-cleanup/audit-log-cleanup.job.js';
import { IntegrityWatchdogJob } from './integrity-watchdog/integrity-watchdog.job.js';

interface Jobs {
  stop(): Promise<void>;
}

/** To be called before the bus starts: it opens the subjects by which the scheduler starts and cancels runs. */
export function startJobs({ bus, database, config, context }: OwnerParts, app: NestFastifyApplication): Jobs {
  if (!database) return { stop: () => Promise.resolve() };
  const host = new JobHost({ bus, service: 'download-manager', logger: context.logger });
  host.register(app.get<Job>(AuditLogCleanupJob));
  if (config.downloaderUrl !== null) startWatchdog(host, app, context);
  host.start();
  // What takes longer to end is left to the scheduler.
  return { stop: () => host.stop(config.backgroundJobs.shutdownTimeoutSecs * 1000) };
}

/** Without a downloader nothing could be repaired. */
function startWatchdog(host: JobHost, app: NestFastifyApplication, { logger }: OwnerParts['context']): void {
  host.register(app.get<Job>(IntegrityWatchdogJob));
  const placed = app.get(MediaMarker).placeOnce();
  placed.catch((error: unknown) => logger.warn({ err: error }, 'the media folder could not be marked'));
}
