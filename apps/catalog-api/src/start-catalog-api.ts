import { type Config } from '@pezzottify/config';
import { listen, renewCertificate } from '@pezzottify/http-edge';
import { type Job, JobHost } from '@pezzottify/job-host';
import { MessageBus, OutboxRelay, recordEvent } from '@pezzottify/messaging';
import { Metrics, startMetricsServer } from '@pezzottify/observability';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { type CatalogApiParts, partsOf } from './foundations.js';
import { createApplication } from './http-application.js';
import { EventPruningJob } from './jobs/event-pruning/event-pruning.job.js';
import { PopularContentJob } from './jobs/popular-content/popular-content.job.js';
import { openDatabases } from './open-databases.js';

/** Builds the service from its configuration and opens it. Needs no peer to be there yet. */
export async function startCatalogApi(config: Config, context: ServiceContext): Promise<RunningService> {
  const { logger } = context;
  const metrics = new Metrics((metric, error) => logger.warn({ err: error, metric }, 'a gauge could not be measured'));
  const databases = await openDatabases(config.dbDir, context, metrics);
  const bus = MessageBus.connect({ url: config.nats.url, service: 'catalog-api', logger });
  const parts = partsOf({ config, context, metrics, databases, bus });
  const app = await createApplication(parts);
  const metricsServer = await startMetricsServer({ metrics, port: config.metricsPort });
  const port = await listen(app, config.port);
  // A process that could not have its ports must not have said that it started, nor begun a run.
  const jobs = new JobHost({ bus, service: 'catalog-api', logger });
  for (const job of [PopularContentJob, EventPruningJob]) jobs.register(app.get<Job>(job));
  jobs.start();
  bus.assertHandled('catalog-api');
  bus.start();
  const relays = [databases.catalog, databases.user].map((database) => new OutboxRelay({ database, bus, logger }));
  for (const relay of relays) relay.start();
  await raiseStartup(parts);
  parts.userSide.endedSessions.start();
  parts.userSide.eventFeed.start();
  parts.bandwidth.start();
  parts.userSide.lastUses.start();
  return {
    ready: { port, metricsPort: metricsServer.port },
    reload: () => renewCertificate(app, config.ssl, logger),
    stop: async () => {
      parts.userSide.endedSessions.stop();
      parts.userSide.eventFeed.stop();
      parts.userSide.sockets.closeAll();
      await app.close();
      await jobs.stop(config.backgroundJobs.shutdownTimeoutSecs * 1000);
      await Promise.all(relays.map((relay) => relay.stop()));
      await bus.stop();
      await Promise.all([parts.bandwidth.stop(), parts.userSide.lastUses.stop()]);
      await databases.close();
      await metricsServer.close();
    },
  };
}

async function raiseStartup({ databases, context }: CatalogApiParts): Promise<void> {
  const data = { service: 'catalog-api' as const, version: context.version };
  await databases.catalog.write((tx) => recordEvent(tx, { source: 'catalog-api', type: 'hook.OnStartup', data }));
}
