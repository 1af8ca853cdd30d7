import { Inject, Injectable } from '@nestjs/common';
import { recordEvent } from '@pezzottify/messaging';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { addActivity } from '../storage/activity.repository.js';
import { appendAudit } from '../storage/audit.repository.js';
import { CLOCK } from '../tokens.js';
import { type Effects, isIdle, sumActivity, type OutgoingEvent, together } from './effects.js';

type Listener = (effects: Effects) => void;

/**
 * Writes what transitions leave behind, in the transaction that made them, and tells those who listen in this process
 * once it is on disk: metrics, signals to workers, the timer of the queue. What is rolled back is never heard of.
 */
@Injectable()
export class TransitionJournal {
  private readonly listeners: Listener[] = [];

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  onCommitted(listener: Listener): void {
    this.listeners.push(listener);
  }

  async record(tx: WriteTransaction, ...parts: readonly Effects[]): Promise<void> {
    const all = together(parts);
    const now = this.clock.seconds();
    await appendAudit(tx, all.audit, now);
    if (!isIdle(all.activity)) await addActivity(tx, sumActivity([all.activity]), now);
    for (const event of all.events) await record(tx, event);
    tx.afterCommit(() => this.listeners.forEach((listener) => listener(all)));
  }
}

const record = (tx: WriteTransaction, { type, data }: OutgoingEvent): Promise<string> =>
  recordEvent(tx, { source: 'download-manager', type, data });
