import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { readState, removeState, writeState } from '../../storage/queue-state.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { isInForce, type Pause } from './pause.js';

/**
 * Whether the queue is paused. Read from its row once and then kept: this process is the only one that writes it, and every
 * claim asks.
 */
@Injectable()
export class QueuePause {
  private known: Promise<Pause | null> | undefined;

  constructor(@Inject(QUEUE_DATABASE) private readonly database: Database) {}

  /** The pause that is in force at `now`, or null. */
  async at(now: number): Promise<Pause | null> {
    const pause = await (this.known ??= this.read());
    return pause && isInForce(pause, now) ? pause : null;
  }

  async set(tx: WriteTransaction, pause: Pause): Promise<void> {
    await writeState(tx, 'pause', pause, pause.pausedAt);
    tx.afterCommit(() => {
      this.known = Promise.resolve(pause);
    });
  }

  async clear(tx: WriteTransaction): Promise<void> {
    await removeState(tx, 'pause');
    tx.afterCommit(() => {
      this.known = Promise.resolve(null);
    });
  }

  private async read(): Promise<Pause | null> {
    try {
      return ((await readState(this.database.reads, 'pause')) ?? null) as Pause | null;
    } catch (error) {
      // To be read again by whoever asks next.
      this.known = undefined;
      throw error;
    }
  }
}
