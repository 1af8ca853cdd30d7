import { type Provider } from '@nestjs/common';
import { type RateLimiter } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { type MessageBus } from '@pezzottify/messaging';
import { type Metrics } from '@pezzottify/observability';
import { type ServiceContext } from '@pezzottify/service-runner';
import { BandwidthRecorder } from './bandwidth/bandwidth-recorder.js';
import { BucketLimiter } from './gateway/rate-limits/bucket-limiter.js';
import { rateLimitHits } from './gateway/rate-limits/rate-limits.collector.js';
import { type Databases } from './open-databases.js';
import { PermissionChanges } from './permissions-admin/permission-changes.js';
import { loginAttempts } from './sessions/login/login.collector.js';
import { SqliteListeningStatistics } from './storage/user/listening-statistics.adapter.js';
import { SqlitePopularResultStore } from './storage/user/popular-result.adapter.js';
import * as tokens from './tokens.js';
import { createUserSide, type UserSide } from './user-side.js';

/** Everything that is built before Nest starts. */
export interface CatalogApiParts {
  readonly config: Config;
  readonly context: ServiceContext;
  readonly metrics: Metrics;
  readonly databases: Databases;
  readonly bus: MessageBus;
  readonly userSide: UserSide;
  readonly limiter: RateLimiter;
  readonly bandwidth: BandwidthRecorder;
}

type Given = Pick<CatalogApiParts, 'config' | 'context' | 'metrics' | 'databases' | 'bus'>;

/** The rest is made of these, and tells the metrics what happens in it. */
export function partsOf(given: Given): CatalogApiParts {
  const { config, context, metrics, databases, bus } = given;
  const onRateLimit = rateLimitHits(metrics);
  const listeners = { onRateLimit, onLogin: loginAttempts(metrics) };
  return {
    ...given,
    userSide: createUserSide(config, context, databases.user, bus, listeners),
    limiter: new BucketLimiter(context.clock, onRateLimit),
    bandwidth: new BandwidthRecorder({ database: databases.user, clock: context.clock, logger: context.logger }),
  };
}

/** The parts under the tokens by which feature modules ask for them. */
export function foundationsOf(parts: CatalogApiParts): Provider[] {
  const { config, context, metrics, databases, bus, userSide } = parts;
  const values: [symbol, unknown][] = [
    [tokens.CONFIG, config],
    [tokens.CLOCK, context.clock],
    [tokens.LOGGER, context.logger],
    [tokens.METRICS, metrics],
    [tokens.MESSAGE_BUS, bus],
    [tokens.CATALOG_DATABASE, databases.catalog],
    [tokens.USER_DATABASE, databases.user],
    [tokens.LISTENING_STATISTICS, new SqliteListeningStatistics(databases.user)],
    [tokens.POPULAR_RESULT_STORE, new SqlitePopularResultStore(databases.user)],
    [tokens.SESSION_JUDGE, userSide.judge],
    [tokens.SYNC_EVENTS, userSide.syncEvents],
    [tokens.READ_SYNC, userSide.readSync],
    [tokens.LOGIN, userSide.login],
    [tokens.LOGOUT, userSide.logout],
    [tokens.PERMISSION_CHANGES, new PermissionChanges(userSide.syncEvents, context.clock)],
    [tokens.REVOCATION, userSide.revocation],
    [tokens.SOCKET_REGISTRY, userSide.sockets],
    [tokens.BANDWIDTH_RECORDER, parts.bandwidth],
    [tokens.REQUEST_STOP, (reason: string) => context.requestStop(reason)],
  ];
  return values.map(([provide, useValue]) => ({ provide, useValue }));
}
