import { Global, Module } from '@nestjs/common';
import { registerAccess, type SessionJudge } from '@pezzottify/access';
import { createHttpApplication, listen } from '@pezzottify/http-edge';
import { type Logger, Metrics, Readiness } from '@pezzottify/observability';
import { type PermissionName } from '@pezzottify/permissions';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { describeContentAnswers } from '../content-read.js';
import { type ListeningStatistics } from '../../jobs/popular-content/listening-statistics.port.js';
import { type PopularResultStore } from '../../jobs/popular-content/popular-result-store.port.js';
import {
  CATALOG_DATABASE,
  CLOCK,
  CONFIG,
  LISTENING_STATISTICS,
  LOGGER,
  MESSAGE_BUS,
  METRICS,
  POPULAR_RESULT_STORE,
} from '../../tokens.js';
import { CatalogModule } from '../catalog.module.js';

export interface CatalogParts {
  database: Database;
  mediaPath: string;
  logger: Logger;
  clock: Clock;
  cacheSeconds?: number;
  statistics?: ListeningStatistics;
  store?: PopularResultStore;
  bus?: unknown;
}

const noPlays: ListeningStatistics = {
  async *playsPerTrack() {
    // Nobody has listened yet.
  },
};

const nothingStored: PopularResultStore = {
  read: () => Promise.resolve(undefined),
  replace: () => Promise.resolve(),
};

/** The token is the name. */
const PERMISSIONS: Readonly<Record<string, readonly PermissionName[]>> = {
  listener: ['AccessCatalog'],
  editor: ['AccessCatalog', 'EditCatalog'],
  guest: [],
};

const judge: SessionJudge = {
  admit: ([token = ''], anyOf) => {
    const permissions = PERMISSIONS[token];
    if (!permissions) return Promise.resolve({ kind: 'no_session' });
    const isAdmitted = anyOf.length === 0 || anyOf.some((name) => permissions.includes(name));
    const device = { device_id: null, device_type: 'web' as const };
    const session = { user_id: 1, user_handle: token, ...device, permissions: [...permissions] };
    return Promise.resolve(
      isAdmitted ? { kind: 'admitted', session, is_cacheable: true } : { kind: 'forbidden', session },
    );
  },
};

/** The catalog half of the service behind the real HTTP edge, on a free port. */
export async function startCatalog(parts: CatalogParts) {
  const metrics = new Metrics();
  const app = await createHttpApplication(moduleOf(parts, metrics), {
    config: { trustedProxies: [], loggingLevel: 'none', ssl: null },
    logger: parts.logger,
    metrics,
    readiness: new Readiness(),
    title: 'catalog',
    version: '1.0.0',
    register: (fastify) => {
      registerAccess(fastify, { judge });
      describeContentAnswers(fastify, { contentCacheAgeSec: parts.cacheSeconds ?? 3600 });
    },
  });
  const port = await listen(app, 0);
  const url = `http://127.0.0.1:${port}`;
  const ask = (path: string, { headers, ...init }: RequestInit = {}): Promise<Response> =>
    fetch(url + path, { ...init, headers: { authorization: 'listener', ...(headers as Record<string, string>) } });
  return { app, url, port, ask };
}

export type CatalogApp = Awaited<ReturnType<typeof startCatalog>>;

function moduleOf(parts: CatalogParts, metrics: Metrics) {
  const { mediaPath, cacheSeconds: contentCacheAgeSec = 3600 } = parts;
  const config = {
    mediaPath,
    contentCacheAgeSec,
    nginxMediaLocation: null,
    backgroundJobs: { popularWindowDays: 365 },
  };
  const providers = [
    { provide: CATALOG_DATABASE, useValue: parts.database },
    { provide: CONFIG, useValue: config },
    { provide: CLOCK, useValue: parts.clock },
    { provide: LOGGER, useValue: parts.logger },
    { provide: METRICS, useValue: metrics },
    { provide: MESSAGE_BUS, useValue: parts.bus ?? { handle: () => undefined } },
    { provide: LISTENING_STATISTICS, useValue: parts.statistics ?? noPlays },
    { provide: POPULAR_RESULT_STORE, useValue: parts.store ?? nothingStored },
  ];
  @Global()
  @Module({ providers, exports: providers })
  class PartsModule {}
  @Module({ imports: [PartsModule, CatalogModule] })
  class TestModule {}
  return TestModule;
}
