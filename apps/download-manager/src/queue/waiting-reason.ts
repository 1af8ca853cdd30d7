import { type RequestRow } from '../storage/views.repository.js';
import { type Hold, lastToEnd } from './gates/hold.js';
import { type WaitingCause } from '../storage/queue-item.js';

export type WaitingReason = 'behind_others' | Hold['reason'] | WaitingCause;

export interface Waiting {
  readonly reason: WaitingReason | null;
  /** The earliest moment at which the reason can end; null when unknown or nothing waits. */
  readonly earliestStartAt: number | null;
}

/** What is the same for all items at one moment. */
export interface Situation {
  readonly onEverything: Hold | null;
  readonly onAlbums: Hold | null;
  /** Some item is being worked on. */
  readonly isBusy: boolean;
}

const NOT_WAITING: Waiting = { reason: null, earliestStartAt: null };

/** Why an active request is not being worked on. Null reason also in the moment between free worker and claim. */
export function waitingFor(row: RequestRow, position: number | null, situation: Situation): Waiting {
  switch (row.item.status) {
    case 'PENDING':
      return whilePending(row, position, situation);
    case 'RETRY_WAITING':
      return whileRetrying(row.item.waitingCause, row.item.nextRetryAt, holdOn(row, situation));
    case 'IN_PROGRESS':
      return row.item.leaseToken === null ? ofChildren(row, situation) : NOT_WAITING;
    default:
      return NOT_WAITING;
  }
}

const holdOn = ({ item }: RequestRow, { onEverything, onAlbums }: Situation): Hold | null =>
  lastToEnd([onEverything, item.contentType === 'ALBUM' ? onAlbums : null]);

function whilePending(row: RequestRow, position: number | null, situation: Situation): Waiting {
  const hold = holdOn(row, situation);
  return hold
    ? { reason: hold.reason, earliestStartAt: hold.until }
    : behindOthers(situation.isBusy || (position ?? 1) > 1);
}

/** Its own wait, unless something else outlasts it. */
function whileRetrying(cause: WaitingCause | null, until: number | null, hold: Hold | null): Waiting {
  const own = { reason: cause ?? 'retry_wait', until };
  const { reason, until: end } = lastToEnd<{ reason: WaitingReason; until: number | null }>([own, hold]) ?? own;
  return { reason, earliestStartAt: end };
}

/** An album that is begun waits when all its children do, and for what the first of them waits for. */
function ofChildren({ progress, childRetryAt, childWaitingCause }: RequestRow, situation: Situation): Waiting {
  if (progress === null || progress.in_progress > 0) return NOT_WAITING;
  const { onEverything } = situation;
  if (childRetryAt !== null) return whileRetrying(childWaitingCause, childRetryAt, onEverything);
  if (onEverything) return { reason: onEverything.reason, earliestStartAt: onEverything.until };
  return behindOthers(situation.isBusy);
}

const behindOthers = (isBehind: boolean): Waiting =>
  isBehind ? { reason: 'behind_others', earliestStartAt: null } : NOT_WAITING;
