import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { CancelRun } from './admin/cancel-run.usecase.js';
import { JobAuditController } from './admin/job-audit.controller.js';
import { JobControlController } from './admin/job-control.controller.js';
import { JobsController } from './admin/jobs.controller.js';
import { OccurrencesController } from './admin/occurrences.controller.js';
import { PauseJob } from './admin/pause-job.usecase.js';
import { ReadAudit } from './admin/read-audit.usecase.js';
import { ReadJobs } from './admin/read-jobs.usecase.js';
import { ReadOccurrences } from './admin/read-occurrences.usecase.js';
import { TriggerJob } from './admin/trigger-job.usecase.js';
import { HookEventsHandler } from './hooks/hook-events.handler.js';
import { HookedRuns } from './hooks/hooked-runs.js';
import { AnnounceJobs } from './registry/announce-jobs.usecase.js';
import { ClockSetBack } from './runs/clock-set-back.js';
import { Clockwork } from './runs/clockwork.js';
import { DueRuns } from './runs/due-runs.js';
import { EndLostRuns } from './runs/end-lost-runs.usecase.js';
import { HandOver } from './runs/hand-over.js';
import { HostDoor } from './runs/host-door.js';
import { Pass } from './runs/pass.usecase.js';
import { PrepareRun } from './runs/prepare-run.usecase.js';
import { RunEnder } from './runs/run-ender.js';
import { RunEvents } from './runs/run-events.js';
import { RunRequestsHandler } from './runs/run-requests.handler.js';
import { RunsCollector } from './runs/runs.collector.js';
import { ScheduleCollector } from './runs/schedule.collector.js';

@Module({})
class AppModule {}

/** The whole service on these foundations: each provider is a token of `tokens.ts` with its instance. */
export const appModule = (foundations: Provider[]): DynamicModule => ({
  module: AppModule,
  imports: [ScheduleModule.forRoot()],
  controllers: [JobAuditController, JobsController, JobControlController, OccurrencesController],
  providers: [
    ...foundations,
    AnnounceJobs,
    CancelRun,
    ClockSetBack,
    Clockwork,
    DueRuns,
    EndLostRuns,
    HandOver,
    HookEventsHandler,
    HookedRuns,
    HostDoor,
    Pass,
    PauseJob,
    PrepareRun,
    ReadAudit,
    ReadJobs,
    ReadOccurrences,
    RunEnder,
    RunEvents,
    RunRequestsHandler,
    RunsCollector,
    ScheduleCollector,
    TriggerJob,
  ],
});
