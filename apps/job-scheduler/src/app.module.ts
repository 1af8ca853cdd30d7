import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobsController } from './admin/jobs.controller.js';
import { ReadJobs } from './admin/read-jobs.usecase.js';
import { TriggerJob } from './admin/trigger-job.usecase.js';
import { HookEventsHandler } from './hooks/hook-events.handler.js';
import { HookedRuns } from './hooks/hooked-runs.js';
import { AnnounceJobs } from './registry/announce-jobs.usecase.js';
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

@Module({})
class AppModule {}

/** The whole service on these foundations: each provider is a token of `tokens.ts` with its instance. */
export const appModule = (foundations: Provider[]): DynamicModule => ({
  module: AppModule,
  imports: [ScheduleModule.forRoot()],
  controllers: [JobsController],
  providers: [
    ...foundations,
    AnnounceJobs,
    Clockwork,
    DueRuns,
    EndLostRuns,
    HandOver,
    HookEventsHandler,
    HookedRuns,
    HostDoor,
    Pass,
    PrepareRun,
    ReadJobs,
    RunEnder,
    RunEvents,
    RunRequestsHandler,
    RunsCollector,
    TriggerJob,
  ],
});
