import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toText } from './instant.js';

export const RUN_STATUSES = ['running', 'completed', 'failed', 'missed', 'skipped', 'suppressed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

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

/** A row's place in the order of the history; the row itself may be gone. */
export interface HistoryPlace {
  /** As stored. */
  readonly startedAt: string;
  readonly id: number;
}

export interface HistoryPage {
  readonly status?: RunStatus | undefined;
  readonly triggeredBy?: string | undefined;
  /** Milliseconds: began at or after, and before. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Only what comes behind it. */
  readonly after?: HistoryPlace | undefined;
  readonly limit: number;
}

const HISTORY = `SELECT ${COLUMNS} FROM job_runs WHERE job_id = ?1 AND (?2 IS NULL OR status = ?2)
    AND (?3 IS NULL OR triggered_by = ?3) AND started_at >= ?4 AND started_at < ?5
    AND started_at <= ?6 AND (started_at < ?6 OR id < ?7)
  ORDER BY started_at DESC, id DESC LIMIT ?8`;

/** Later than any text of an instant. */
const END_OF_TIME = '~';

/** Newest first. */
export const runHistory = (reader: Reader, jobId: string, page: HistoryPage): Promise<JobRun[]> =>
  reader.all(HISTORY, [
    jobId,
    page.status ?? null,
    page.triggeredBy ?? null,
    page.since === undefined ? '' : toText(page.since),
    page.until === undefined ? END_OF_TIME : toText(page.until),
    page.after?.startedAt ?? END_OF_TIME,
    page.after?.id ?? 0,
    page.limit,
  ]);

export interface RunDetails extends JobRun {
  readonly dueAt: string | null;
  readonly host: string | null;
  readonly isForced: number;
  readonly parameters: string | null;
  readonly summary: string | null;
  readonly errorClass: string | null;
  readonly progress: string | null;
  readonly logTail: string | null;
  readonly cancelRequestedAt: string | null;
}

const DETAILS = `SELECT ${COLUMNS}, due_at AS dueAt, host, is_forced AS isForced, parameters, summary, error_class AS errorClass,
  progress, log_tail AS logTail, cancel_requested_at AS cancelRequestedAt FROM job_runs WHERE job_id = ? AND id = ?`;

export const findRun = (reader: Reader, jobId: string, runId: number): Promise<RunDetails | undefined> =>
  reader.get(DETAILS, [jobId, runId]);

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

// A job's newest row stays, and its newest run as well: the list of jobs shows how that ended.
const PRUNE = `DELETE FROM job_runs WHERE id IN (SELECT id FROM job_runs r WHERE finished_at < ?1 AND status <> 'running'
    AND EXISTS (SELECT 1 FROM job_runs newer WHERE newer.job_id = r.job_id AND newer.started_at > r.started_at
      AND (newer.${IS_RUN} OR NOT r.${IS_RUN})) LIMIT ?2)`;

/** Deletes at most `limit` finished rows older than `before`; returns how many. */
export async function pruneRuns(tx: WriteTransaction, before: number, limit: number): Promise<number> {
  return (await tx.run(PRUNE, [toText(before), limit])).changes;
}
