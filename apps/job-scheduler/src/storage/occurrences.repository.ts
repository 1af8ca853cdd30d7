import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { LATE_MS, type PassedDueTime } from '../schedules/decide-due.js';
import { toMillis, toText } from './instant.js';
import { type RunStatus } from './run-history.repository.js';

/** The ledger: rows of `job_runs` with a due time, of which a unique index lets each job have one. */

export const OCCURRENCE_STATUSES = ['ran', 'late', 'missed', 'skipped', 'suppressed'] as const;
export type OccurrenceStatus = (typeof OCCURRENCE_STATUSES)[number];

/** A due time and what became of it, times as stored. */
export interface Occurrence {
  readonly dueAt: string;
  readonly status: OccurrenceStatus;
  readonly runId: number;
  readonly runStatus: RunStatus;
  readonly startedAt: string;
  readonly message: string | null;
}

const INSERT = `INSERT INTO job_runs (job_id, started_at, finished_at, status, error_message, triggered_by, due_at)
  SELECT value ->> 'jobId', value ->> 'due', value ->> 'due', value ->> 'status', value ->> 'reason', 'schedule',
    value ->> 'due'
  FROM json_each(?) WHERE true ON CONFLICT (job_id, due_at) WHERE due_at IS NOT NULL DO NOTHING`;

export interface NewOccurrence extends PassedDueTime {
  readonly jobId: string;
}

/** Due times at which nothing ran, and why. One that has its row keeps it. */
export async function insertOccurrences(tx: WriteTransaction, occurrences: readonly NewOccurrence[]): Promise<void> {
  if (occurrences.length === 0) return;
  const rows = occurrences.map(({ dueAt, ...rest }) => ({ ...rest, due: toText(dueAt) }));
  await tx.run(INSERT, [JSON.stringify(rows)]);
}

const OF_JOBS = `SELECT job_id AS jobId, due_at AS dueAt, status = 'missed' AS isMissed FROM job_runs
  WHERE job_id IN (SELECT value FROM json_each(?1)) AND due_at >= ?2 AND due_at <= ?3`;

export interface LedgerRow {
  readonly dueAt: number;
  /** A missed one may run after all: the clock may have been wrong then. */
  readonly isMissed: boolean;
}

/** What the ledger holds of jobs from their stored due time until `now`; mostly nothing. */
export async function ledgerOf(
  reader: Reader,
  jobs: readonly { readonly id: string; readonly nextRunAt: number | null }[],
  now: number,
): Promise<Map<string, LedgerRow[]>> {
  const from = Math.min(now, ...jobs.map(({ nextRunAt }) => nextRunAt ?? now));
  const params = [JSON.stringify(jobs.map(({ id }) => id)), toText(from), toText(now)];
  const rows = await reader.all<{ jobId: string; dueAt: string; isMissed: number }>(OF_JOBS, params);
  const byJob = new Map<string, LedgerRow[]>();
  for (const { jobId, dueAt, isMissed } of rows) {
    const own = byJob.get(jobId) ?? [];
    own.push({ dueAt: toMillis(dueAt), isMissed: isMissed === 1 });
    byJob.set(jobId, own);
  }
  return byJob;
}

const REMOVE_MISSED = `DELETE FROM job_runs WHERE status = 'missed' AND (job_id, due_at) IN
  (SELECT value ->> 'jobId', value ->> 'due' FROM json_each(?))`;

/** Makes room in the ledger for the runs that due times have after all. */
export async function removeMissed(
  tx: WriteTransaction,
  dueTimes: readonly { readonly jobId: string; readonly dueAt: number }[],
): Promise<void> {
  if (dueTimes.length === 0) return;
  await tx.run(REMOVE_MISSED, [JSON.stringify(dueTimes.map(({ jobId, dueAt }) => ({ jobId, due: toText(dueAt) })))]);
}

export interface OccurrenceFilter {
  readonly status?: OccurrenceStatus | undefined;
  /** Milliseconds, inclusive. */
  readonly since?: number | undefined;
  /** Milliseconds, exclusive. */
  readonly until?: number | undefined;
}

const LIST = `SELECT * FROM (SELECT due_at AS dueAt, id AS runId, status AS runStatus, started_at AS startedAt,
    error_message AS message,
    CASE WHEN status IN ('missed', 'skipped', 'suppressed') THEN status
      WHEN (julianday(started_at) - julianday(due_at)) * 86400000 > ${LATE_MS} THEN 'late' ELSE 'ran' END AS status
  FROM job_runs WHERE job_id = ?1 AND due_at IS NOT NULL AND due_at >= ?2 AND due_at < ?3)
  WHERE ?4 IS NULL OR status = ?4 ORDER BY dueAt DESC LIMIT ?5`;

/** Later than any text of an instant. */
const END_OF_TIME = '~';

/** Newest first. */
export const listOccurrences = (
  reader: Reader,
  jobId: string,
  { status, since, until }: OccurrenceFilter,
  limit: number,
): Promise<Occurrence[]> =>
  reader.all(LIST, [
    jobId,
    since === undefined ? '' : toText(since),
    until === undefined ? END_OF_TIME : toText(until),
    status ?? null,
    limit,
  ]);
