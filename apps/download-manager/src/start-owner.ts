import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { registerAccess, RemoteSessionJudge } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { createHttpApplication, listen } from '@pezzottify/http-edge';
import { MessageBus } from '@pezzottify/messaging';
import { Metrics, Readiness, startMetricsServer } from '@pezzottify/observability';
import { checkDatabases } from '@pezzottify/persistence';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { answerAsClosed } from './claims/closed-queue.handler.js';
import { closeDoor } from './closed-door.js';
import { startJobs } from './jobs/start-jobs.js';
import { openQueue } from './open-queue.js';
import { ownerModule } from './owner.module.js';
import { type OwnerParts } from './owner-parts.js';
import { connectProvider } from './provider/connect-provider.js';
import { StatfsFreeSpace } from './queue/gates/statfs-free-space.adapter.js';
import { startEngine } from './start-engine.js';
import * as tokens from './tokens.js';

/** Builds the owner of the queue from its configuration and opens it. Needs no peer to be there yet. */
export async function startOwner(config: Config, context: ServiceContext): Promise<RunningService> {
  const parts = await partsOf(config, context);
  const { metrics, bus } = parts;
  const app = await createApp(parts);
  if (!parts.database) answerAsClosed(bus);
  const metricsServer = await startMetricsServer({ metrics, port: config.metricsPort });
  const port = await listen(app, config.port);
  // A process that could not have its ports must not have begun a run, nor claimed an item.
  const jobs = startJobs(parts, app);
  bus.assertHandled('download-manager');
  bus.start();
  const engine = await startEngine(parts, app);
  return {
    ready: { port, metricsPort: metricsServer.port, enabled: config.downloadManager.enabled },
    reload: () => engine.lookAgain(),
    stop: async () => {
      await app.close();
      await jobs.stop();
      await engine.stop();
      await bus.stop();
      await parts.database?.close();
      await parts.provider?.close();
      await metricsServer.close();
    },
  };
}

async function partsOf(config: Config, context: ServiceContext): Promise<OwnerParts> {
  const { logger, version } = context;
  const metrics = new Metrics();
  const readiness = new Readiness();
  const { enabled } = config.downloadManager;
  const database = enabled ? await openQueue(config, logger, metrics) : null;
  const bus = MessageBus.connect({ url: config.nats.url, service: 'download-manager', logger });
  if (database) checkDatabases([database], readiness, metrics);
  readiness.add('nats', () => (bus.isConnected ? 'ok' : 'not connected'));
  const provider = enabled ? connectProvider(config, version, metrics) : null;
  return { config, context, metrics, readiness, bus, provider, database };
}

function createApp(parts: OwnerParts): Promise<NestFastifyApplication> {
  const { config, context, metrics, readiness, bus, database } = parts;
  return createHttpApplication(ownerModule(foundationsOf(parts), database !== null), {
    config,
    logger: context.logger,
    metrics,
    readiness,
    title: 'Pezzottify download API',
    // The gateway answers with all but the first in this service's place.
    commonRefusals: ['CATALOG_UNAVAILABLE', 'RATE_LIMITED', 'DOWNLOAD_MANAGER_UNAVAILABLE', 'DOWNLOADS_DISABLED'],
    version: context.version,
    register: (fastify) => {
      registerAccess(fastify, { judge: new RemoteSessionJudge({ bus }) });
      if (!database) closeDoor(fastify);
    },
  });
}

function foundationsOf(parts: OwnerParts): ReadonlyMap<symbol, unknown> {
  const { config, context, metrics, bus, provider, database } = parts;
  return new Map<symbol, unknown>([
    [tokens.CONFIG, config],
    [tokens.CLOCK, context.clock],
    [tokens.LOGGER, context.logger],
    [tokens.METRICS, metrics],
    [tokens.MESSAGE_BUS, bus],
    [tokens.PROVIDER, provider],
    [tokens.QUEUE_DATABASE, database],
    [tokens.FREE_SPACE, new StatfsFreeSpace(config.mediaPath)],
  ]);
}
