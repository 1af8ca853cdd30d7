import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RemoteSessionJudge, registerAccess } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { createHttpApplication, listen } from '@pezzottify/http-edge';
import { JobHost } from '@pezzottify/job-host';
import { MessageBus, OutboxRelay } from '@pezzottify/messaging';
import { Metrics, Readiness, startMetricsServer } from '@pezzottify/observability';
import { checkDatabases, type Database } from '@pezzottify/persistence';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { appModule } from './app.module.js';
import { JobHistoryCleanupJob } from './jobs/job-history-cleanup/job-history-cleanup.job.js';
import { openServerDatabase } from './open-server-database.js';
import { AnnounceJobs } from './registry/announce-jobs.usecase.js';
import { Clockwork } from './runs/clockwork.js';
import { HandOver } from './runs/hand-over.js';
import * as tokens from './tokens.js';

interface Parts {
  readonly config: Config;
  readonly context: ServiceContext;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly database: Database;
  readonly bus: MessageBus;
}

export interface RunningScheduler extends RunningService {
  readonly app: NestFastifyApplication;
}

/** Builds the service from its configuration and opens it. Needs no peer to be there yet. */
export async function startJobScheduler(config: Config, context: ServiceContext): Promise<RunningScheduler> {
  const parts = await partsOf(config, context);
  const { metrics, database, bus } = parts;
  const app = await createApp(parts);
  bus.assertHandled('job-scheduler');
  const metricsServer = await startMetricsServer({ metrics, port: config.metricsPort });
  const port = await listen(app, config.port);
  // A process that could not have its ports must not have begun a run.
  bus.start();
  const relay = new OutboxRelay({ database, bus, logger: context.logger });
  relay.start();
  const jobs = hostOwnJobs(parts);
  await app.get(AnnounceJobs).configureAnew();
  await app.get(HandOver).resume();
  app.get(Clockwork).start();
  return {
    app,
    ready: { port, metricsPort: metricsServer.port },
    stop: async () => {
      await app.get(Clockwork).stop();
      await app.close();
      await app.get(HandOver).stop();
      await jobs.stop(config.backgroundJobs.shutdownTimeoutSecs * 1000);
      await relay.stop();
      await bus.stop();
      await database.close();
      await metricsServer.close();
    },
  };
}

async function partsOf(config: Config, context: ServiceContext): Promise<Parts> {
  const { logger } = context;
  const metrics = new Metrics();
  const readiness = new Readiness();
  const database = await openServerDatabase(config.dbDir, logger, metrics);
  checkDatabases([database], readiness, metrics);
  const bus = MessageBus.connect({ url: config.nats.url, service: 'job-scheduler', logger });
  readiness.add('nats', () => (bus.isConnected ? 'ok' : 'not connected'));
  return { config, context, metrics, readiness, database, bus };
}

function createApp({ config, context, metrics, readiness, database, bus }: Parts): Promise<NestFastifyApplication> {
  const { logger, clock, version } = context;
  const foundations = [
    { provide: tokens.CONFIG, useValue: config },
    { provide: tokens.DATABASE, useValue: database },
    { provide: tokens.CLOCK, useValue: clock },
    { provide: tokens.LOGGER, useValue: logger },
    { provide: tokens.MESSAGE_BUS, useValue: bus },
    { provide: tokens.METRICS, useValue: metrics },
  ];
  return createHttpApplication(appModule(foundations), {
    ...{ config, logger, metrics, readiness, version },
    title: 'Pezzottify job scheduler',
    // The gateway answers with all but the first in this service's place.
    commonRefusals: ['CATALOG_UNAVAILABLE', 'RATE_LIMITED', 'SCHEDULER_UNAVAILABLE'],
    register: (fastify) => registerAccess(fastify, { judge: new RemoteSessionJudge({ bus }) }),
  });
}

function hostOwnJobs({ config, context, database, bus }: Parts): JobHost {
  const { logger, clock } = context;
  const jobs = new JobHost({ bus, service: 'job-scheduler', logger });
  jobs.register(new JobHistoryCleanupJob(database, clock, config));
  jobs.start();
  return jobs;
}
