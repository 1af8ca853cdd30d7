import { type Config } from '@pezzottify/config';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger } from '@pezzottify/testing';
import { TransitionJournal } from '../audit/transition-journal.js';
import { AcceptAlbums } from '../intake/accept-albums/accept-albums.js';
import { CancelRequest } from '../intake/cancel-request/cancel-request.usecase.js';
import { QueueGates } from '../queue/gates/queue-gates.js';
import { QueueUpkeep } from '../queue/upkeep/queue-upkeep.js';
import { queueDatabase } from '../storage/queue-database.js';
import { ClaimWork } from './claim-work/claim-work.usecase.js';
import { RenewLeases } from './renew-leases/renew-leases.usecase.js';
import { SettleWork } from './settle-work/settle-work.usecase.js';

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
  readonly upkeep: QueueUpkeep;
}

/** The queue on a real database, without NATS and HTTP; free space as the test says. */
export async function queueMachine(
  settings: QueueSettings = {},
  availableBytes: () => number | null = () => null,
): Promise<QueueMachine> {
  const database = await openDatabase(queueDatabase, { readers: 1 });
  const clock = new FakeClock();
  const config = { downloadManager: { ...SETTINGS, ...settings } as Config['downloadManager'] };
  const journal = new TransitionJournal(clock);
  const gates = new QueueGates(config, { availableBytes: () => Promise.resolve(availableBytes()) });
  return {
    database,
    clock,
    accept: new AcceptAlbums(database, journal, config, clock),
    cancel: new CancelRequest(database, journal, clock),
    claim: new ClaimWork(database, gates, journal, config, clock),
    renew: new RenewLeases(database, config, clock),
    settle: new SettleWork(database, journal, config, clock),
    upkeep: new QueueUpkeep(database, journal, config, clock, silentLogger()),
  };
}
