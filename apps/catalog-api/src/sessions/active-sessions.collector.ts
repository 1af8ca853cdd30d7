import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { countSessions } from '../storage/user/session.repository.js';
import { CLOCK, CONFIG, METRICS, USER_DATABASE } from '../tokens.js';
import { oldestUse } from './session-verdict.js';

/** `auth_active_sessions` of the HTTP contract, read from an index at every scrape: cli-auth ends sessions unheard. */
@Injectable()
export class ActiveSessionsCollector {
  constructor(
    @Inject(METRICS) metrics: Metrics,
    @Inject(USER_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    @Inject(CONFIG) config: Pick<Config, 'sessionIdleDays'>,
  ) {
    metrics.gauge('auth_active_sessions', 'Sessions that have neither ended nor expired', [], async (gauge) => {
      const usedSince = Math.max(-1, oldestUse(config.sessionIdleDays, clock.seconds()));
      gauge.set(await countSessions(database.reads, usedSince));
    });
  }
}
