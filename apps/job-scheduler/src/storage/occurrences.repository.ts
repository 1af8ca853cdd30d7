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
  SELECT ?, value ->> 'due', value ->> 'due', value ->> 'status', value ->> 'reason', 'schedule', value ->> 'due'
  FROM json_each(?) WHERE true ON CONFLICT (job_id, due_at) WHERE due_at IS NOT NULL DO NOTHING`;

/** Due times at which nothing ran, and why. One that has its row keeps it. */
export async function insertOccurrences(
  tx: WriteTransaction,
  jobId: string,
  occurrences: readonly PassedDueTime[],
): Promise<void> {
  if (occurrences.length === 0) return;
  const rows = occurrences.map(({ dueAt, status, reason }) => ({ due: toText(dueAt), status, reason }));
  await tx.run(INSERT, [jobId, JSON.stringify(rows)]);
}

const SETTLED = `SELECT due_at AS dueAt FROM job_runs WHERE job_id = ? AND due_at BETWEEN ? AND ? AND status <> 'missed'`;

/** Due times nothing is to be done about any more. A missed one is not among them: the clock may have been wrong then. */
export async function settledDueTimes(reader: Reader, jobId: string, from: number, to: number): Promise<Set<number>> {
  const rows = await reader.all<{ dueAt: string }>(SETTLED, [jobId, toText(from), toText(to)]);
  return new Set(rows.map(({ dueAt }) => toMillis(dueAt)));
}

/** Makes room in the ledger for the run that a due time has after all. */
export async function removeMissed(tx: WriteTransaction, jobId: string, dueAt: number): Promise<void> {
  await tx.run(`DELETE FROM job_runs WHERE job_id = ? AND due_at = ? AND status = 'missed'`, [jobId, toText(dueAt)]);
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
