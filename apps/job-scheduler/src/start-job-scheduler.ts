import { RemoteSessionJudge, registerAccess } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { createHttpApplication, listen } from '@pezzottify/http-edge';
import { JobHost } from '@pezzottify/job-host';
import { MessageBus, OutboxRelay } from '@pezzottify/messaging';
import { Metrics, Readiness, startMetricsServer } from '@pezzottify/observability';
import { Database } from '@pezzottify/persistence';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { appModule } from './app.module.js';
import { JobHistoryCleanupJob } from './jobs/job-history-cleanup/job-history-cleanup.job.js';
import { Clockwork } from './runs/clockwork.js';
import { serverDatabase } from './storage/server-database.js';
import * as tokens from './tokens.js';

const JOBS_LIMIT_MS = 10_000;

/** Builds the service from its configuration and opens it. Needs no peer to be there yet. */
export async function startJobScheduler(config: Config, context: ServiceContext): Promise<RunningService> {
  const { logger, clock, version } = context;
  const metrics = new Metrics();
  const database = await Database.open(serverDatabase, { directory: config.dbDir, owner: 'job-scheduler', logger });
  const bus = MessageBus.connect({ url: config.nats.url, service: 'job-scheduler', logger });
  const foundations = [
    { provide: tokens.DATABASE, useValue: database },
    { provide: tokens.CLOCK, useValue: clock },
    { provide: tokens.LOGGER, useValue: logger },
    { provide: tokens.MESSAGE_BUS, useValue: bus },
    { provide: tokens.METRICS, useValue: metrics },
  ];
  const judge = new RemoteSessionJudge({ bus });
  const app = await createHttpApplication(appModule(foundations), {
    ...{ config: { ...config, ssl: null }, logger, metrics, version },
    readiness: readinessOf(database, bus),
    title: 'Pezzottify job scheduler',
    register: (fastify) => registerAccess(fastify, { judge }),
  });
  const jobs = new JobHost({ bus, service: 'job-scheduler', logger });
  jobs.register(new JobHistoryCleanupJob(database, clock, config.backgroundJobs.jobHistoryRetentionDays));
  jobs.start();
  bus.assertHandled('job-scheduler');
  bus.start();
  const relay = new OutboxRelay({ database, bus, logger });
  relay.start();
  const clockwork = app.get(Clockwork);
  clockwork.start();
  const metricsServer = await startMetricsServer({ metrics, port: config.metricsPort });
  const port = await listen(app, config.port);
  return {
    ready: { port, metricsPort: metricsServer.port },
    stop: async () => {
      clockwork.stop();
      await app.close();
      await jobs.stop(JOBS_LIMIT_MS);
      await relay.stop();
      await bus.stop();
      await database.close();
      await metricsServer.close();
    },
  };
}

function readinessOf(database: Database, bus: MessageBus): Readiness {
  const readiness = new Readiness();
  readiness.add('database', () => database.reads.get('SELECT 1').then(() => 'ok'));
  readiness.add('nats', () => (bus.isConnected ? 'ok' : 'not connected'));
  return readiness;
}
