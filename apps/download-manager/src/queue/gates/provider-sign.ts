import { type DownloadErrorType, type WorkOutcome } from '@pezzottify/contracts';
import { type ProviderSign } from '../../provider/circuit-breaker.js';

const DOWN: ReadonlySet<DownloadErrorType> = new Set(['connection', 'timeout', 'rate_limited']);

/**
 * What the end of an attempt says about the downloader: a wrong or missing file is an answer, a full disk or a file
 * that was there already is nothing.
 */
export function providerSign(outcome: WorkOutcome): ProviderSign {
  if (outcome.kind === 'handed_back') return { kind: 'neutral' };
  if (outcome.kind === 'stored' && outcome.is_fetched === false) return { kind: 'neutral' };
  if (outcome.kind === 'expanded' || outcome.kind === 'stored') return { kind: 'answers' };
  if (outcome.error_type === 'storage') return { kind: 'neutral' };
  if (!DOWN.has(outcome.error_type)) return { kind: 'answers' };
  return { kind: 'fails', retryAfterSeconds: outcome.kind === 'wait' ? outcome.retry_after_seconds : null };
}
