import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toText } from './instant.js';

export type RunStatus = 'running' | 'completed' | 'failed' | 'missed' | 'skipped' | 'suppressed';

/** A row of the history, times as stored. */
export interface JobRun {
  readonly id: number;
  readonly jobId: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly status: RunStatus;
  readonly errorMessage: string | null;
  readonly triggeredBy: string;
}

const COLUMNS = `id, job_id AS jobId, started_at AS startedAt, finished_at AS finishedAt, status, error_message AS errorMessage,
  triggered_by AS triggeredBy`;

/** Rows that stand for a run, not for a due time at which there was none. */
const IS_RUN = `status IN ('running', 'completed', 'failed')`;

/** Newest first. */
export const runHistory = (reader: Reader, jobId: string, limit: number): Promise<JobRun[]> =>
  reader.all(`SELECT ${COLUMNS} FROM job_runs WHERE job_id = ? ORDER BY started_at DESC, id DESC LIMIT ?`, [
    jobId,
    limit,
  ]);

// The running one first: after the clock was set back an older run seems to be newer.
const NEWEST = `SELECT ${COLUMNS} FROM job_runs WHERE id IN (SELECT coalesce(
    (SELECT r.id FROM job_runs r WHERE r.job_id = j.job_id AND r.status = 'running'),
    (SELECT r.id FROM job_runs r WHERE r.job_id = j.job_id AND r.${IS_RUN} ORDER BY r.started_at DESC, r.id DESC LIMIT 1))
  FROM job j)`;

/** Of every job the last run that really started, by job id. */
export async function lastRuns(reader: Reader): Promise<Map<string, JobRun>> {
  const rows = await reader.all<JobRun>(NEWEST);
  return new Map(rows.map((run) => [run.jobId, run]));
}

export interface Occurrence {
  readonly dueAt: number;
  readonly status: 'missed' | 'skipped';
  readonly reason: string;
}

const INSERT_OCCURRENCES = `INSERT INTO job_runs (job_id, started_at, finished_at, status, error_message, triggered_by, due_at)
  SELECT ?, value ->> 'due', value ->> 'due', value ->> 'status', value ->> 'reason', 'schedule', value ->> 'due'
  FROM json_each(?)`;

/** Due times at which nothing ran, and why. */
export async function insertOccurrences(
  tx: WriteTransaction,
  jobId: string,
  occurrences: readonly Occurrence[],
): Promise<void> {
  if (occurrences.length === 0) return;
  const rows = occurrences.map(({ dueAt, status, reason }) => ({ due: toText(dueAt), status, reason }));
  await tx.run(INSERT_OCCURRENCES, [jobId, JSON.stringify(rows)]);
}

// A job's newest row stays, and its newest run as well: the list of jobs shows how that ended.
const PRUNE = `DELETE FROM job_runs WHERE id IN (SELECT id FROM job_runs r WHERE finished_at < ?1 AND status <> 'running'
    AND EXISTS (SELECT 1 FROM job_runs newer WHERE newer.job_id = r.job_id AND newer.started_at > r.started_at
      AND (newer.${IS_RUN} OR NOT r.${IS_RUN})) LIMIT ?2)`;

/** Deletes at most `limit` finished rows older than `before`; returns how many. */
export async function pruneRuns(tx: WriteTransaction, before: number, limit: number): Promise<number> {
  return (await tx.run(PRUNE, [toText(before), limit])).changes;
}
