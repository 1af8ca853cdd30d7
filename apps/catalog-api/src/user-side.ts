import { type Config } from '@pezzottify/config';
import { type MessageBus } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import { type ServiceContext } from '@pezzottify/service-runner';
import { type RateLimitListener } from './gateway/rate-limits/rate-limits.collector.js';
import { TokenBuckets } from './gateway/rate-limits/token-buckets.js';
import { EventFeed } from './live-sync/event-feed.js';
import { ReadSync } from './live-sync/read-sync.usecase.js';
import { EndedSessions } from './live-sync/sockets/ended-sessions.js';
import { SocketRegistry } from './live-sync/sockets/socket-registry.js';
import { SyncEvents } from './live-sync/sync-events.js';
import { UseCountdown } from './sessions/countdown/use-countdown.usecase.js';
import { DatabaseSessionJudge } from './sessions/database-session-judge.js';
import { LastUses } from './sessions/last-uses.js';
import { LoginThrottle } from './sessions/login/login-throttle.js';
import { type LoginListener, ObservedLogin } from './sessions/login/observed-login.js';
import { Login } from './sessions/login/login.usecase.js';
import { Logout } from './sessions/logout.usecase.js';
import { Revocation } from './sessions/revocation.js';

const FAILED_LOGINS_PER_MINUTE = 10;

export interface UserSide {
  readonly sockets: SocketRegistry;
  readonly eventFeed: EventFeed;
  readonly syncEvents: SyncEvents;
  readonly judge: DatabaseSessionJudge;
  readonly lastUses: LastUses;
  readonly endedSessions: EndedSessions;
  readonly login: Pick<Login, 'execute'>;
  readonly logout: Logout;
  readonly readSync: ReadSync;
  readonly revocation: Revocation;
}

/** Who is told of what happens here. */
export interface UserSideListeners {
  readonly onLogin: LoginListener;
  readonly onRateLimit: RateLimitListener;
}

/** What sessions and live sync are made of; the gateway's hooks need it before Nest starts. */
export function createUserSide(
  config: Config,
  { clock, logger }: ServiceContext,
  database: Database,
  bus: MessageBus,
  { onLogin, onRateLimit }: UserSideListeners,
): UserSide {
  const throttle = new LoginThrottle(new TokenBuckets(FAILED_LOGINS_PER_MINUTE, clock), onRateLimit);
  const sockets = new SocketRegistry();
  const eventFeed = new EventFeed({ reads: database.reads, registry: sockets, logger });
  const syncEvents = new SyncEvents(clock, eventFeed);
  const lastUses = new LastUses(database, logger);
  const endedSessions = new EndedSessions({ database, registry: sockets, lastUses, clock, logger, config });
  const revocation = new Revocation({ bus, endedSessions, logger });
  const countdown = new UseCountdown(database, syncEvents);
  const judge = new DatabaseSessionJudge({ database, countdown, lastUses, clock, config });
  return {
    sockets,
    eventFeed,
    syncEvents,
    endedSessions,
    judge,
    lastUses,
    login: new ObservedLogin(new Login(database, throttle, clock, revocation), onLogin),
    logout: new Logout(database, judge, revocation),
    readSync: new ReadSync(database, clock),
    revocation,
  };
}
