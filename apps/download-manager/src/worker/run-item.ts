import { type DownloadContentType } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type HeldItem } from './held-items.js';
import { isUnexpected, outcomeOfFailure } from './outcome-of-failure.js';
import { type ItemWork, type Outcome } from './work-item.js';

export type WorkByType = Readonly<Record<DownloadContentType, ItemWork>>;

/** Runs one item to its outcome. Null: it is no longer ours, nobody wants to hear of it. */
export async function runItem(works: WorkByType, held: HeldItem, logger: Logger): Promise<Outcome | null> {
  const { item, signal } = held;
  try {
    signal.throwIfAborted();
    const outcome = await works[item.contentType].execute(item, held);
    // What was finished in spite of a stop is worth telling; what was lost is not.
    return held.ended === 'lost' ? null : outcome;
  } catch (error) {
    if (held.ended !== null) return held.ended === 'lost' ? null : { kind: 'handed_back' };
    if (isUnexpected(error)) logger.error({ err: error }, 'the work failed unexpectedly');
    return outcomeOfFailure(error);
  }
}
