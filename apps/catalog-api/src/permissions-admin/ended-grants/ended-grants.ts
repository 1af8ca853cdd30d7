import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type SyncEvents } from '../../live-sync/sync-events.js';
import { endDueGrants } from '../../storage/user/grant.repository.js';
import { CLOCK, LOGGER, SYNC_EVENTS, USER_DATABASE } from '../../tokens.js';
import { tellIfLost } from '../tell-if-lost.js';

/** The contract allows 60 s between the end of a grant and the news of it. */
const SWEEP_MS = 30_000;
/** Grants that end in one transaction: others want to write, too. */
const BATCH = 100;

/** Tells users what they may no longer do when a grant has ended by time. It has stopped to count before. */
@Injectable()
export class EndedGrants implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(SYNC_EVENTS) private readonly syncEvents: SyncEvents,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    try {
      while ((await this.database.write((tx) => this.endSome(tx))) === BATCH);
    } catch (error) {
      this.logger.warn({ err: error }, 'grants that have ended were not looked for');
    }
  }

  /** Returns how many ended. */
  private async endSome(tx: WriteTransaction): Promise<number> {
    const now = this.clock.seconds();
    const ended = await endDueGrants(tx, now, BATCH);
    // Several grants of one permission may end at once; the loss of it is one piece of news.
    const losses = new Map(
      ended.map(({ userId, permission }) => [`${userId} ${permission ?? ''}`, { userId, permission }]),
    );
    for (const { userId, permission } of losses.values()) {
      if (permission) await tellIfLost(tx, this.syncEvents, { userId, permission }, now);
    }
    return ended.length;
  }
}
