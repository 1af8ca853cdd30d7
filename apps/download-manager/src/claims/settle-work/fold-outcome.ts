import { type DownloadErrorType, type WorkOutcome } from '@pezzottify/contracts';
import { type BackoffPolicy, decide, type Decision, type Outcome } from '@pezzottify/work-engine';
import { type Failure, type RetryPlan } from '../../audit/transition-effects.js';
import { type QueueItem, type WaitingCause } from '../../storage/queue-item.js';

export type Expansion = Extract<WorkOutcome, { kind: 'expanded' }>;
type Stored = Extract<WorkOutcome, { kind: 'stored' }>;

/** What becomes of an item now that an attempt on it ended. */
export type Ending =
  | { readonly kind: 'expanded'; readonly expansion: Expansion }
  | { readonly kind: 'stored'; readonly bytes: number; readonly durationMs: number }
  | { readonly kind: 'retry'; readonly plan: RetryPlan; readonly cause: WaitingCause }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'released' };

type Attempted = Pick<QueueItem, 'contentType' | 'retryCount' | 'maxRetries'>;

/** The one place where a worker's report becomes the next state. */
export function foldOutcome(item: Attempted, reported: WorkOutcome, policy: BackoffPolicy, now: number): Ending {
  const outcome = isPossible(item, reported) ? reported : impossible(reported);
  const decision = decide(item, toEngine(outcome), policy, now);
  switch (decision.kind) {
    case 'complete':
      return completed(outcome as Expansion | Stored);
    case 'retry_at':
      return { kind: 'retry', plan: { ...decision, ...failureOf(outcome) }, cause: causeOf(outcome, decision) };
    case 'fail':
      return { kind: 'failed', failure: failureOf(outcome) };
    case 'release':
      return { kind: 'released' };
  }
}

/** Only albums have children, and only media is stored. A worker that mixes them up would do so at every attempt. */
function isPossible({ contentType }: Attempted, { kind }: WorkOutcome): boolean {
  if (kind === 'expanded') return contentType === 'ALBUM';
  return kind !== 'stored' || contentType !== 'ALBUM';
}

function impossible({ kind }: WorkOutcome): WorkOutcome {
  return { kind: 'give_up', error_type: 'unknown', message: `the worker reported "${kind}", which cannot be` };
}

function toEngine(outcome: WorkOutcome): Outcome {
  switch (outcome.kind) {
    case 'expanded':
    case 'stored':
      return { kind: 'done' };
    case 'wait':
      return { kind: 'wait', retryAfterSeconds: outcome.retry_after_seconds };
    default:
      return { kind: outcome.kind };
  }
}

function completed(outcome: Expansion | Stored): Ending {
  if (outcome.kind === 'expanded') return { kind: 'expanded', expansion: outcome };
  return { kind: 'stored', bytes: outcome.bytes, durationMs: outcome.duration_ms };
}

function failureOf(outcome: WorkOutcome): { errorType: DownloadErrorType; message: string } {
  if (!('error_type' in outcome)) throw new TypeError(`"${outcome.kind}" is no failure`);
  return { errorType: outcome.error_type, message: outcome.message };
}

/** A worker waits with `storage` when catalog-api is away and with nothing else: a full disk uses up attempts. */
function causeOf(outcome: WorkOutcome, decision: Extract<Decision, { kind: 'retry_at' }>): WaitingCause {
  const isCatalogAway = !decision.usedAttempt && failureOf(outcome).errorType === 'storage';
  return isCatalogAway ? 'catalog_unavailable' : 'retry_wait';
}
