import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { closeIdleBatch } from '../../storage/catalog/changelog/change-log.js';
import { CATALOG_DATABASE, CLOCK, LOGGER } from '../../tokens.js';

const SWEEP_MS = 600_000;

/** Closes the open batch once nobody has written to it for an hour: a catalog at rest shows its last changes as news. */
@Injectable()
export class IdleBatches implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Told of every look that was taken, whatever it found. */
  onLooked(listener: () => void): void {
    this.listeners.push(listener);
  }

  async sweep(): Promise<void> {
    try {
      await this.database.write((tx) => closeIdleBatch(tx, this.clock.seconds()));
      for (const listener of this.listeners) listener();
    } catch (error) {
      this.logger.warn({ err: error }, 'idle batches of the changelog were not looked for');
    }
  }
}
