import { type Provider } from '@nestjs/common';
import { type RateLimiter } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { type MessageBus } from '@pezzottify/messaging';
import { type Metrics } from '@pezzottify/observability';
import { type ServiceContext } from '@pezzottify/service-runner';
import { type Databases } from './open-databases.js';
import { SqliteListeningStatistics } from './storage/user/listening-statistics.adapter.js';
import { SqlitePopularResultStore } from './storage/user/popular-result.adapter.js';
import * as tokens from './tokens.js';
import { type UserSide } from './user-side.js';

/** Everything that is built before Nest starts. */
export interface CatalogApiParts {
  readonly config: Config;
  readonly context: ServiceContext;
  readonly metrics: Metrics;
  readonly databases: Databases;
  readonly bus: MessageBus;
  readonly userSide: UserSide;
  readonly limiter: RateLimiter;
}

/** The parts under the tokens by which feature modules ask for them. */
export function foundationsOf({ config, context, metrics, databases, bus, userSide }: CatalogApiParts): Provider[] {
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
  ];
  return values.map(([provide, useValue]) => ({ provide, useValue }));
}
