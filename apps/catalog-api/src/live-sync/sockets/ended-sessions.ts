import { type Config } from '@pezzottify/config';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { liveTokens } from '../../storage/user/session.repository.js';
import { type LastUses } from '../../sessions/last-uses.js';
import { oldestUse } from '../../sessions/session-verdict.js';
import { type SocketRegistry } from './socket-registry.js';

export interface EndedSessionsOptions {
  database: Database;
  registry: SocketRegistry;
  lastUses: Pick<LastUses, 'write'>;
  clock: Clock;
  logger: Logger;
  /** Kept, not copied: the limit changes while the service runs. */
  config: Pick<Config, 'sessionIdleDays'>;
}

/** cli-auth ends sessions without this process hearing of it; their connections are found within this time. */
const SWEEP_MS = 30_000;

/** Closes the connections of sessions that have ended. */
export class EndedSessions {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: EndedSessionsOptions) {}

  start(): void {
    this.timer = setInterval(() => void this.sweepAndLog(), SWEEP_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** At intervals, and right after sessions ended. */
  async sweep(): Promise<void> {
    const { database, registry, lastUses, clock, config } = this.options;
    const hashes = registry.tokenHashes();
    if (hashes.length === 0) return;
    await lastUses.write();
    const since = Math.max(-1, oldestUse(config.sessionIdleDays, clock.seconds()));
    const alive = await liveTokens(database.reads, hashes, since);
    registry.closeEnded((hash) => alive.has(hash));
  }

  private async sweepAndLog(): Promise<void> {
    await this.sweep().catch((error: unknown) =>
      this.options.logger.warn({ err: error }, 'ended sessions were not looked for'),
    );
  }
}
