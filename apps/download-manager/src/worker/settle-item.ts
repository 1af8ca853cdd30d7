import { setTimeout as pause } from 'node:timers/promises';
import { MessageTooLargeError } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type HeldItem } from './held-items.js';
import { type Outcome } from './work-item.js';
import { type WorkQueue } from './work-queue.port.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

const TOO_LARGE: Outcome = {
  kind: 'give_up',
  errorType: 'parse',
  message: 'the album has more tracks and images than one message can name',
};

export interface Settling {
  queue: Pick<WorkQueue, 'settle'>;
  /** Aborts when the worker can wait no longer. */
  signal: AbortSignal;
  logger: Logger;
}

/**
 * Tells the owner what became of an item, again and again while it cannot be reached, until the lease is surely gone.
 * Then the result is dropped: the item is run anew and finds what was stored.
 */
export async function settleItem(held: HeldItem, outcome: Outcome, { queue, signal, logger }: Settling): Promise<void> {
  let told = outcome;
  for (let wait = FIRST_PAUSE_MS; !isOver(held, signal); wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      const answer = await queue.settle(held.item, told);
      if (answer === 'stale') logger.info('the item was no longer ours; its result was thrown away');
      return;
    } catch (error) {
      if (error instanceof MessageTooLargeError) told = TOO_LARGE;
      logger.warn({ err: error, outcome: told.kind }, 'the result did not get through');
    }
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
}

function isOver(held: HeldItem, signal: AbortSignal): boolean {
  return signal.aborted || held.ended === 'lost' || held.isLeaseLongGone;
}
