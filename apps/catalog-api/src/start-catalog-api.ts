import { type Config } from '@pezzottify/config';
import { createHttpApplication, listen } from '@pezzottify/http-edge';
import { JobHost } from '@pezzottify/job-host';
import { MessageBus, OutboxRelay, recordEvent } from '@pezzottify/messaging';
import { Metrics, Readiness, startMetricsServer } from '@pezzottify/observability';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { appModule } from './app.module.js';
import { type CatalogApiParts } from './foundations.js';
import { foundationsOf } from './foundations.js';
import { registerGateway } from './gateway/register-gateway.js';
import { BucketLimiter, rateLimitHits } from './gateway/rate-limits/bucket-limiter.js';
import { PopularContentJob } from './jobs/popular-content/popular-content.job.js';
import { openDatabases } from './open-databases.js';
import { createUserSide } from './user-side.js';

/** How long running jobs may take to end when the service stops; the rest is left to the scheduler. */
const JOBS_LIMIT_MS = 10_000;

/** Builds the service from its configuration and opens it. Needs no peer to be there yet. */
export async function startCatalogApi(config: Config, context: ServiceContext): Promise<RunningService> {
  const { logger, clock, version } = context;
  const metrics = new Metrics();
  const databases = await openDatabases(config.dbDir, context, metrics);
  const bus = MessageBus.connect({ url: config.nats.url, service: 'catalog-api', logger });
  const parts: CatalogApiParts = {
    ...{ config, context, metrics, databases, bus },
    userSide: createUserSide(config, context, databases.user, bus),
    limiter: new BucketLimiter(clock, rateLimitHits(metrics)),
  };
  const app = await createHttpApplication(appModule(foundationsOf(parts)), {
    ...{ config, logger, metrics, version },
    readiness: readinessOf(parts),
    title: 'Pezzottify catalog API',
    register: (fastify) => registerGateway(fastify, parts),
  });
  const jobs = new JobHost({ bus, service: 'catalog-api', logger });
  jobs.register(app.get(PopularContentJob));
  jobs.start();
  bus.assertHandled('catalog-api');
  bus.start();
  const relays = [databases.catalog, databases.user].map((database) => new OutboxRelay({ database, bus, logger }));
  for (const relay of relays) relay.start();
  await raiseStartup(parts);
  parts.userSide.endedSessions.start();
  const metricsServer = await startMetricsServer({ metrics, port: config.metricsPort });
  const port = await listen(app, config.port);
  return {
    ready: { port, metricsPort: metricsServer.port },
    stop: async () => {
      parts.userSide.endedSessions.stop();
      parts.userSide.sockets.closeAll();
      await app.close();
      await jobs.stop(JOBS_LIMIT_MS);
      await Promise.all(relays.map((relay) => relay.stop()));
      await bus.stop();
      await databases.close();
      await metricsServer.close();
    },
  };
}

/** NATS away does not make it unready: reads and streaming work without. Its state is reported all the same. */
function readinessOf({ databases, bus }: CatalogApiParts): Readiness {
  const readiness = new Readiness();
  readiness.add('database', async () => {
    await Promise.all([databases.catalog.reads.get('SELECT 1'), databases.user.reads.get('SELECT 1')]);
    return 'ok';
  });
  readiness.add('nats', () => (bus.isConnected ? 'ok' : 'not connected'));
  return readiness;
}

async function raiseStartup({ databases, context }: CatalogApiParts): Promise<void> {
  const data = { service: 'catalog-api' as const, version: context.version };
  await databases.catalog.write((tx) => recordEvent(tx, { source: 'catalog-api', type: 'hook.OnStartup', data }));
}
