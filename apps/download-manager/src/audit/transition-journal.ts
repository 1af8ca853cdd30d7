import { Inject, Injectable } from '@nestjs/common';
import { recordEvents } from '@pezzottify/messaging';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { addActivity } from '../storage/activity.repository.js';
import { appendAudit } from '../storage/audit.repository.js';
import { CLOCK } from '../tokens.js';
import { type Effects, isIdle, type Notice, sumActivity, together } from './effects.js';
import { type Paced, ProgressPace } from './progress-pace.js';

const SOURCE = 'download-manager' as const;

type Listener = (effects: Effects) => void;

/**
 * Writes what transitions leave behind, in the transaction that made them, and tells those who listen in this process
 * once it is on disk: metrics, signals to workers, the timer of the queue. What is rolled back is never heard of.
 */
@Injectable()
export class TransitionJournal {
  private readonly listeners: Listener[] = [];
  private readonly workListeners: (() => void)[] = [];
  private readonly pace = new ProgressPace();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  onCommitted(listener: Listener): void {
    this.listeners.push(listener);
  }

  onWorkComing(listener: () => void): void {
    this.workListeners.push(listener);
  }

  /**
   * A transaction that is under way will add items, unless it is rolled back. Only a hint, and early: whoever it wakes has to
   * come through the same gate, behind this transaction or in its company.
   */
  workIsComing(): void {
    this.workListeners.forEach((listener) => listener());
  }

  async record(tx: WriteTransaction, ...parts: readonly Effects[]): Promise<void> {
    const all = together(parts);
    const now = this.clock.seconds();
    const paced = this.pace.choose(all.events, this.clock.millis());
    await appendAudit(tx, all.audit, now);
    if (!isIdle(all.activity)) await addActivity(tx, sumActivity([all.activity]), now);
    const events = paced.events.map(({ origin, ...event }) => ({ source: SOURCE, ...event, ...origin }));
    await recordEvents(tx, events);
    tx.afterCommit(() => this.committed(all, paced));
  }

  private committed(all: Effects, { events, heldBack }: Paced): void {
    this.pace.told(events, this.clock.millis());
    const late = heldBack.map((one): Notice => ({ kind: 'progress_held_back', ...one }));
    const told = { ...all, events, notices: [...all.notices, ...late] };
    this.listeners.forEach((listener) => listener(told));
  }
}
