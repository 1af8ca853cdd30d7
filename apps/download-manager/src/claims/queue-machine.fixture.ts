import { type Config } from '@pezzottify/config';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger } from '@pezzottify/testing';
import { TransitionJournal } from '../audit/transition-journal.js';
import { AcceptAlbums } from '../intake/accept-albums/accept-albums.js';
import { CancelRequest } from '../intake/cancel-request/cancel-request.usecase.js';
import { ProviderCircuits } from '../queue/gates/provider-circuits.js';
import { QueuePause } from '../queue/pause/queue-pause.js';
import { DeleteItem } from '../admin/delete-item/delete-item.usecase.js';
import { RetryItem } from '../admin/retry-item/retry-item.usecase.js';
import { QueueGates } from '../queue/gates/queue-gates.js';
import { QueueUpkeep } from '../queue/upkeep/queue-upkeep.js';
import { queueDatabase } from '../storage/queue-database.js';
import { ClaimWork } from './claim-work/claim-work.usecase.js';
import { TakeItems } from './claim-work/take-items.js';
import { RenewLeases } from './renew-leases/renew-leases.usecase.js';
import { ReportedWork } from './settle-work/reported-work.js';
import { SettleReports } from './settle-work/settle-reports.js';
import { SettleWork } from './settle-work/settle-work.usecase.js';
import { WorkRounds } from './work-rounds.js';
import { WorkerGate } from './workers/worker-gate.js';
import { WorkerRegistry } from './workers/worker-registry.js';

export type QueueSettings = Partial<Config['downloadManager']>;

export const LEASE_SECONDS = 30;

const SETTINGS = {
  maxAlbumsPerHour: 1000,
  maxAlbumsPerDay: 1000,
  userMaxRequestsPerDay: 1000,
  userMaxQueueSize: 1000,
  processIntervalSecs: 5,
  maxRetries: 2,
  initialBackoffSecs: 10,
  maxBackoffSecs: 40,
  backoffMultiplier: 2,
  throttleEnabled: false,
  throttleMaxMbPerMinute: 20,
  throttleMaxMbPerHour: 1500,
  leaseSecs: LEASE_SECONDS,
  minFreeSpaceMb: 0,
  starvationMinutes: 60,
};

export interface QueueMachine {
  readonly database: Database;
  readonly clock: FakeClock;
  readonly accept: AcceptAlbums;
  readonly cancel: CancelRequest;
  readonly claim: ClaimWork;
  readonly renew: RenewLeases;
  readonly settle: SettleWork;
  readonly reported: ReportedWork;
  readonly gates: QueueGates;
  readonly pause: QueuePause;
  readonly retry: RetryItem;
  readonly remove: DeleteItem;
  readonly upkeep: QueueUpkeep;
}

/** The queue on a real database, without NATS and HTTP; free space as the test says. */
export async function queueMachine(
  settings: QueueSettings = {},
  availableBytes: () => number | null = () => null,
): Promise<QueueMachine> {
  const database = await openDatabase(queueDatabase, { readers: 1 });
  return machineOn(database, new FakeClock(), settings, availableBytes);
}

/** Another process on the same database, as after a restart. */
export async function machineOn(
  database: Database,
  clock: FakeClock,
  settings: QueueSettings = {},
  availableBytes: () => number | null = () => null,
): Promise<QueueMachine> {
  const config = { downloadManager: { ...SETTINGS, ...settings } as Config['downloadManager'] };
  const journal = new TransitionJournal(clock);
  const circuits = new ProviderCircuits(config, database, clock, silentLogger());
  await circuits.onModuleInit();
  const pause = new QueuePause(database);
  const workers = new WorkerRegistry(config, clock);
  const space = { availableBytes: () => Promise.resolve(availableBytes()) };
  const gates = new QueueGates(config, space, pause, circuits, workers);
  const rounds = new WorkRounds(database, new TakeItems(config), new SettleReports(config, clock), journal);
  const settle = new SettleWork(rounds);
  const gate = new WorkerGate(workers);
  return {
    database,
    clock,
    accept: new AcceptAlbums(database, journal, config, clock),
    cancel: new CancelRequest(database, journal, clock),
    claim: new ClaimWork(database, gates, circuits, rounds, config, clock),
    renew: new RenewLeases(database, config, clock),
    gates,
    settle,
    reported: new ReportedWork(settle, circuits, gate, clock),
    pause,
    retry: new RetryItem(database, journal, clock),
    remove: new DeleteItem(database, journal, clock),
    upkeep: new QueueUpkeep(database, journal, config, clock, silentLogger()),
  };
}
