import { type Config } from '@pezzottify/config';
import { listen } from '@pezzottify/http-edge';
import { type MessageBus } from '@pezzottify/messaging';
import { Metrics } from '@pezzottify/observability';
import { FakeClock, openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { type FastifyInstance } from 'fastify';
import { partsOf } from '../../foundations.js';
import { createApplication } from '../../http-application.js';
import { catalogDatabase } from '../../storage/catalog/catalog-database.js';
import { userDatabase } from '../../storage/user/user-database.js';
import { Accounts } from './accounts.js';

export interface UserSideOptions {
  trustedProxies?: readonly string[];
  downloadManagerUrl?: string;
  jobSchedulerUrl?: string;
  downloadsEnabled?: boolean;
  frontendDirPath?: string | null;
  nginxMediaLocation?: string;
  beforeGateway?: (fastify: FastifyInstance) => void;
}

/** Nobody listens on port 1. */
const AWAY = 'http://127.0.0.1:1';

const configOf = (given: UserSideOptions, mediaPath: string): Config =>
  ({
    mediaPath,
    contentCacheAgeSec: 3600,
    backgroundJobs: { popularWindowDays: 365 },
    loggingLevel: 'none',
    ssl: null,
    sessionIdleDays: 90,
    trustedProxies: given.trustedProxies ?? [],
    frontendDirPath: given.frontendDirPath ?? null,
    nginxMediaLocation: given.nginxMediaLocation ?? null,
    downloadManager: { enabled: given.downloadsEnabled ?? true },
    services: {
      downloadManagerUrl: given.downloadManagerUrl ?? AWAY,
      jobSchedulerUrl: given.jobSchedulerUrl ?? AWAY,
    },
  }) as unknown as Config;

/**
 * The service on a free port: real SQLite, real gateway, a clock that stands still. Of the message bus only the signals are
 * real enough to be looked at.
 */
export async function startUserSide(given: UserSideOptions = {}) {
  const signals: [name: string, body: unknown][] = [];
  const bus = {
    isConnected: true,
    handle: () => undefined,
    consume: () => undefined,
    signal: (name: string, body: unknown) => void signals.push([name, body]),
  } as unknown as MessageBus;
  const clock = new FakeClock();
  const logger = silentLogger();
  const config = configOf(given, await temporaryDirectory());
  const [user, catalog] = await Promise.all([openDatabase(userDatabase), openDatabase(catalogDatabase)]);
  const context = { logger, clock, version: '1.4.0', buildHash: '1a2b3c4', requestStop: () => undefined };
  const metrics = new Metrics();
  const databases = { catalog, user, close: () => Promise.resolve() };
  const parts = partsOf({ config, context, metrics, databases, bus });
  const app = await createApplication(parts, given.beforeGateway);
  const port = await listen(app, 0);
  const url = `http://127.0.0.1:${port}`;
  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(url + path, init);
  const accounts = new Accounts(user, ask);
  const scrape = (): Promise<string> => metrics.registry.metrics();
  const asked = { ask, scrape, signals, accounts, bus, limiter: parts.limiter };
  return { app, url, port, config, clock, database: user, catalog, ...parts.userSide, ...asked };
}

export type UserSideApp = Awaited<ReturnType<typeof startUserSide>>;
