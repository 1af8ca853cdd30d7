import { type DownloadErrorType, type WorkOutcome } from '@pezzottify/contracts';
import { type BackoffPolicy, decide, type Decision, type Outcome } from '@pezzottify/work-engine';
import { type Failure, type RetryPlan } from '../../audit/transition-effects.js';
import { type QueueItem, type WaitingCause } from '../../storage/queue-item.js';

export type Expansion = Extract<WorkOutcome, { kind: 'expanded' }>;
type Foldable = Exclude<WorkOutcome, { kind: 'stored' }>;

/** What becomes of an item now that an attempt on it ended. */
export type Ending =
  | { readonly kind: 'expanded'; readonly expansion: Expansion }
  | { readonly kind: 'retry'; readonly plan: RetryPlan; readonly cause: WaitingCause }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'released' };

type Attempted = Pick<QueueItem, 'contentType' | 'retryCount' | 'maxRetries'>;

/** The one place where a worker's report becomes the next state; what was stored is complete before it comes here. */
export function foldOutcome(item: Attempted, reported: WorkOutcome, policy: BackoffPolicy, now: number): Ending {
  const outcome = possible(item, reported);
  const decision = decide(item, toEngine(outcome), policy, now);
  switch (decision.kind) {
    case 'complete':
      return { kind: 'expanded', expansion: outcome as Expansion };
    case 'retry_at':
      return { kind: 'retry', plan: { ...decision, ...failureOf(outcome) }, cause: causeOf(outcome, decision) };
    case 'fail':
      return { kind: 'failed', failure: failureOf(outcome) };
    case 'release':
      return { kind: 'released' };
  }
}

/** Only albums have children, and they are not stored. A worker that mixes them up would do so at every attempt. */
function possible({ contentType }: Attempted, reported: WorkOutcome): Foldable {
  const { kind } = reported;
  if (kind !== 'stored' && (kind !== 'expanded' || contentType === 'ALBUM')) return reported;
  return { kind: 'give_up', error_type: 'unknown', message: `the worker reported "${kind}", which cannot be` };
}

function toEngine(outcome: Foldable): Outcome {
  switch (outcome.kind) {
    case 'expanded':
      return { kind: 'done' };
    case 'wait':
      return { kind: 'wait', retryAfterSeconds: outcome.retry_after_seconds };
    default:
      return { kind: outcome.kind };
  }
}

function failureOf(outcome: Foldable): { errorType: DownloadErrorType; message: string } {
  if (!('error_type' in outcome)) throw new TypeError(`"${outcome.kind}" is no failure`);
  return { errorType: outcome.error_type, message: outcome.message };
}

/** A worker waits with `storage` when catalog-api is away and with nothing else: a full disk uses up attempts. */
function causeOf(outcome: Foldable, decision: Extract<Decision, { kind: 'retry_at' }>): WaitingCause {
  const isCatalogAway = !decision.usedAttempt && failureOf(outcome).errorType === 'storage';
  return isCatalogAway ? 'catalog_unavailable' : 'retry_wait';
}
