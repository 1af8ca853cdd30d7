import { type DynamicModule, Global, Module, type Provider, type Type } from '@nestjs/common';
import { ADMIN_CONTROLLERS, ADMIN_PROVIDERS } from './admin/admin.parts.js';
import { LateProgress } from './audit/late-progress.js';
import { TransitionJournal } from './audit/transition-journal.js';
import { TransitionsCollector } from './audit/transitions.collector.js';
import { ClaimWork } from './claims/claim-work/claim-work.usecase.js';
import { QueueRequestsHandler } from './claims/queue-requests.handler.js';
import { RenewLeases } from './claims/renew-leases/renew-leases.usecase.js';
import { TakeItems } from './claims/claim-work/take-items.js';
import { SettleReports } from './claims/settle-work/settle-reports.js';
import { SettleWork } from './claims/settle-work/settle-work.usecase.js';
import { WorkRounds } from './claims/work-rounds.js';
import { ReportedWork } from './claims/settle-work/reported-work.js';
import { WorkerGate } from './claims/workers/worker-gate.js';
import { WorkerRegistry } from './claims/workers/worker-registry.js';
import { WorkerSignals } from './claims/worker-signals.js';
import { INTAKE_CONTROLLERS, INTAKE_PROVIDERS } from './intake/intake.parts.js';
import { JOBS } from './jobs/jobs.parts.js';
import { ProviderCircuits } from './queue/gates/provider-circuits.js';
import { QueuePause } from './queue/pause/queue-pause.js';
import { QueueGates } from './queue/gates/queue-gates.js';
import { QueueCollector } from './queue/queue.collector.js';
import { QueueUpkeep } from './queue/upkeep/queue-upkeep.js';
import { StaleWatch } from './queue/upkeep/stale-watch.js';
import { WATCHDOG, WATCHDOG_CONTROLLERS, WATCHDOG_READERS } from './watchdog/watchdog.parts.js';

/** What moves the queue; absent while the download manager is off. */
const ENGINE: Type[] = [
  ClaimWork,
  RenewLeases,
  SettleReports,
  SettleWork,
  TakeItems,
  WorkRounds,
  ReportedWork,
  WorkerGate,
  QueueRequestsHandler,
  WorkerSignals,
  LateProgress,
  QueueUpkeep,
  StaleWatch,
  QueueCollector,
  TransitionsCollector,
];

/** Makes what was built before Nest started known to everything in the service. */
@Global()
@Module({})
class FoundationModule {}

@Module({})
class OwnerModule {}

/** The owner of the queue on these foundations: each is a token of `tokens.ts` with its instance. */
export function ownerModule(foundations: ReadonlyMap<symbol, unknown>, isEnabled: boolean): DynamicModule {
  const providers: Provider[] = [...foundations].map(([provide, useValue]) => ({ provide, useValue }));
  return {
    module: OwnerModule,
    imports: [{ module: FoundationModule, providers, exports: [...foundations.keys()] }],
    controllers: [...INTAKE_CONTROLLERS, ...ADMIN_CONTROLLERS, ...WATCHDOG_CONTROLLERS],
    providers: [
      TransitionJournal,
      QueuePause,
      ProviderCircuits,
      QueueGates,
      WorkerRegistry,
      ...INTAKE_PROVIDERS,
      ...ADMIN_PROVIDERS,
      ...WATCHDOG_READERS,
      ...(isEnabled ? [...ENGINE, ...WATCHDOG, ...JOBS] : []),
    ],
  };
}
