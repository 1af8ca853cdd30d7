import { type RequestOf } from '@pezzottify/contracts';
import { redact } from '@pezzottify/observability';
import { RunAbortedError } from './job-host.errors.js';

export type RunOutcome = RequestOf<'jobs.finish-run'>['outcome'];

const MAX_TEXT = 2000;

/** What the history says about a run that ended by itself. */
export const completedOutcome = (summary: string | undefined): RunOutcome => ({
  kind: 'completed',
  summary: summary === undefined ? null : redact(summary).slice(0, MAX_TEXT),
});

/**
 * What the history says about a run that threw. A run that was told to stop is judged by why it was told, whatever it
 * threw: a database error caused by the abort is not the news.
 */
export function failedOutcome(error: unknown, signal: AbortSignal): RunOutcome {
  const reason: unknown = signal.aborted ? signal.reason : error;
  const message = redact(reason instanceof Error ? reason.message : String(reason)).slice(0, MAX_TEXT);
  const cause = reason instanceof RunAbortedError ? reason.abortCause : undefined;
  if (cause === undefined || cause === 'lost') return { kind: 'failed', message, error_class: 'job_error' };
  return { kind: cause === 'timeout' ? 'failed' : 'cancelled', message, error_class: cause };
}
