import { type Config } from '@pezzottify/config';
import { type MessageBus } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import { type ServiceContext } from '@pezzottify/service-runner';
import { TokenBuckets } from './gateway/rate-limits/token-buckets.js';
import { ReadSync } from './live-sync/read-sync.usecase.js';
import { EndedSessions } from './live-sync/sockets/ended-sessions.js';
import { SocketRegistry } from './live-sync/sockets/socket-registry.js';
import { SyncEvents } from './live-sync/sync-events.js';
import { UseCountdown } from './sessions/countdown/use-countdown.usecase.js';
import { DatabaseSessionJudge } from './sessions/database-session-judge.js';
import { LoginThrottle } from './sessions/login/login-throttle.js';
import { Login } from './sessions/login/login.usecase.js';
import { Logout } from './sessions/logout.usecase.js';

const FAILED_LOGINS_PER_MINUTE = 10;

export interface UserSide {
  readonly sockets: SocketRegistry;
  readonly syncEvents: SyncEvents;
  readonly judge: DatabaseSessionJudge;
  readonly endedSessions: EndedSessions;
  readonly login: Login;
  readonly logout: Logout;
  readonly readSync: ReadSync;
}

/** What sessions and live sync are made of; the gateway's hooks need it before Nest starts. */
export function createUserSide(
  config: Config,
  { clock, logger }: ServiceContext,
  database: Database,
  bus: MessageBus,
): UserSide {
  const sockets = new SocketRegistry();
  const syncEvents = new SyncEvents(clock, sockets);
  const idleDays = config.sessionIdleDays;
  const endedSessions = new EndedSessions({ database, registry: sockets, clock, logger, idleDays });
  return {
    sockets,
    syncEvents,
    endedSessions,
    judge: new DatabaseSessionJudge({
      database,
      countdown: new UseCountdown(database, syncEvents),
      clock,
      logger,
      idleDays,
    }),
    login: new Login(database, new LoginThrottle(new TokenBuckets(FAILED_LOGINS_PER_MINUTE, clock)), clock),
    logout: new Logout(database, endedSessions, bus),
    readSync: new ReadSync(database),
  };
}
