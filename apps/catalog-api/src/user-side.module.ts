import { Module } from '@nestjs/common';
import { EventPruningJob } from './jobs/event-pruning/event-pruning.job.js';
import { DownloadEventsHandler } from './live-sync/downloads/download-events.handler.js';
import { SyncController } from './live-sync/sync.controller.js';
import { ActiveSessionsCollector } from './sessions/active-sessions.collector.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionHandler } from './sessions/session.handler.js';

/** Who is who, and what their devices are told. */
@Module({
  controllers: [SessionController, SyncController],
  providers: [ActiveSessionsCollector, DownloadEventsHandler, EventPruningJob, SessionHandler],
})
export class UserSideModule {}
