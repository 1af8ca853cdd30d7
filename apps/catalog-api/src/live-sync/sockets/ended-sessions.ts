import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { liveTokens } from '../../storage/user/session.repository.js';
import { oldestUse } from '../../sessions/session-verdict.js';
import { type SocketRegistry } from './socket-registry.js';

export interface EndedSessionsOptions {
  database: Database;
  registry: SocketRegistry;
  clock: Clock;
  logger: Logger;
  idleDays: number;
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

  /** Right after sessions of this user ended, or for everybody. */
  async sweep(userId?: number): Promise<void> {
    const { database, registry, clock, idleDays } = this.options;
    const hashes = registry.tokenHashes();
    if (hashes.length === 0) return;
    const since = Math.max(-1, oldestUse(idleDays, clock.seconds()));
    const alive = await liveTokens(database.reads, hashes, since);
    registry.closeEnded((hash) => alive.has(hash), userId);
  }

  private async sweepAndLog(): Promise<void> {
    await this.sweep().catch((error: unknown) =>
      this.options.logger.warn({ err: error }, 'ended sessions were not looked for'),
    );
  }
}
