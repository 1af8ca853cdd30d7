import { MediaError } from '../media/media.errors.js';
import { ProviderError } from '../provider/provider.errors.js';
import { type Outcome } from './work-item.js';
import { CatalogAwayError, CatalogRefusedError, OwnerGoneError } from './worker.errors.js';

/** The one place where a failure becomes what the queue is told. */
export function outcomeOfFailure(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : 'unknown failure';
  if (error instanceof ProviderError) return outcomeOfProvider(error);
  if (error instanceof MediaError) return { kind: 'retry', errorType: error.errorType, message };
  if (error instanceof OwnerGoneError) return { kind: 'give_up', errorType: 'storage', message };
  if (error instanceof CatalogRefusedError) return { kind: 'retry', errorType: 'storage', message };
  if (error instanceof CatalogAwayError)
    return { kind: 'wait', errorType: 'storage', message, retryAfterSeconds: null };
  // Our own mistake. Its text may name paths and addresses, and rows are shown to people: the log has it.
  return { kind: 'retry', errorType: 'unknown', message: 'an unexpected failure; the log of the worker says more' };
}

/** Is this something to look into, rather than something that happens? */
export function isUnexpected(error: unknown): boolean {
  const expected = [ProviderError, MediaError, OwnerGoneError, CatalogRefusedError, CatalogAwayError];
  return !expected.some((kind) => error instanceof kind);
}

function outcomeOfProvider(error: ProviderError): Outcome {
  const { errorType, message, isWait } = error;
  if (isWait) return { kind: 'wait', errorType, message, retryAfterSeconds: error.retryAfterSeconds ?? null };
  return { kind: errorType === 'not_found' ? 'give_up' : 'retry', errorType, message };
}
