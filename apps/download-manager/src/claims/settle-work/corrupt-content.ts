import { type WorkOutcome } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { mostCorruptAttempts } from '../../queue/corrupt-attempts.policy.js';
import { corruptAttempts } from '../../storage/corrupt-attempts.repository.js';
import { type QueueItem } from '../../storage/queue-item.js';

/**
 * An item has its own number of attempts, but the same file may be asked for again and again: by users, by the watchdog.
 * One that keeps coming corrupt is given up early then, instead of being fetched for ever.
 */
export async function giveUpOnCorrupt(
  tx: WriteTransaction,
  item: QueueItem,
  outcome: WorkOutcome,
): Promise<WorkOutcome> {
  if (outcome.kind !== 'retry' || outcome.error_type !== 'corruption') return outcome;
  const attempts = 1 + (await corruptAttempts(tx, item));
  if (attempts < mostCorruptAttempts(item.maxRetries)) return outcome;
  const message = `${outcome.message}; it came corrupt ${attempts} times and is given up`;
  return { kind: 'give_up', error_type: 'corruption', message };
}
