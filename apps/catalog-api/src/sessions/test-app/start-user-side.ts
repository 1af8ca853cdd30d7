import { Global, Module } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { createHttpApplication, listen } from '@pezzottify/http-edge';
import { type MessageBus } from '@pezzottify/messaging';
import { Metrics, Readiness } from '@pezzottify/observability';
import { FakeClock, openDatabase, silentLogger } from '@pezzottify/testing';
import { type CatalogApiParts, foundationsOf } from '../../foundations.js';
import { BucketLimiter, rateLimitHits } from '../../gateway/rate-limits/bucket-limiter.js';
import { registerGateway } from '../../gateway/register-gateway.js';
import { catalogDatabase } from '../../storage/catalog/catalog-database.js';
import { userDatabase } from '../../storage/user/user-database.js';
import { UserSideModule } from '../../user-side.module.js';
import { createUserSide } from '../../user-side.js';
import { Accounts } from './accounts.js';

export interface UserSideOptions {
  trustedProxies?: readonly string[];
  downloadManagerUrl?: string;
  jobSchedulerUrl?: string;
  downloadsEnabled?: boolean;
  frontendDirPath?: string | null;
}

/** Nobody listens on port 1. */
const AWAY = 'http://127.0.0.1:1';

const configOf = (given: UserSideOptions): Config =>
  ({
    loggingLevel: 'none',
    ssl: null,
    sessionIdleDays: 90,
    trustedProxies: given.trustedProxies ?? [],
    frontendDirPath: given.frontendDirPath ?? null,
    downloadManager: { enabled: given.downloadsEnabled ?? true },
    services: {
      downloadManagerUrl: given.downloadManagerUrl ?? AWAY,
      jobSchedulerUrl: given.jobSchedulerUrl ?? AWAY,
    },
  }) as unknown as Config;

/**
 * The user half of the service behind the real HTTP edge, on a free port: real SQLite, real gateway, a clock that stands
 * still. Of the message bus only the signals are real enough to be looked at.
 */
export async function startUserSide(given: UserSideOptions = {}) {
  const signals: [name: string, body: unknown][] = [];
  const bus = {
    handle: () => undefined,
    consume: () => undefined,
    signal: (name: string, body: unknown) => void signals.push([name, body]),
  } as unknown as MessageBus;
  const clock = new FakeClock();
  const logger = silentLogger();
  const config = configOf(given);
  const [user, catalog] = await Promise.all([openDatabase(userDatabase), openDatabase(catalogDatabase)]);
  const context = { logger, clock, version: '1.4.0', buildHash: '1a2b3c4', requestStop: () => undefined };
  const metrics = new Metrics();
  const parts: CatalogApiParts = {
    ...{ config, context, metrics, bus },
    databases: { catalog, user, close: () => Promise.resolve() },
    userSide: createUserSide(config, context, user, bus),
    limiter: new BucketLimiter(clock, rateLimitHits(metrics)),
  };
  const app = await createHttpApplication(moduleOf(parts), {
    ...{ config, logger, metrics },
    readiness: new Readiness(),
    title: 'user side',
    version: '1.4.0',
    register: (fastify) => registerGateway(fastify, parts),
  });
  const port = await listen(app, 0);
  const url = `http://127.0.0.1:${port}`;
  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(url + path, init);
  return { app, url, port, clock, ask, signals, database: user, ...parts.userSide, accounts: new Accounts(user, ask) };
}

export type UserSideApp = Awaited<ReturnType<typeof startUserSide>>;

function moduleOf(parts: CatalogApiParts) {
  const providers = foundationsOf(parts);
  const exports = providers.map((provider) => ('provide' in provider ? provider.provide : provider));
  @Global()
  @Module({ providers, exports })
  class PartsModule {}
  @Module({ imports: [PartsModule, UserSideModule] })
  class TestModule {}
  return TestModule;
}
