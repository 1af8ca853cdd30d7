import { type ServiceName } from '@pezzottify/contracts';
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

export interface RunLease {
  readonly token: string;
  /** Milliseconds. */
  readonly expiresAt: number;
}

export interface NewRun {
  readonly jobId: string;
  readonly host: ServiceName;
  readonly triggeredBy: string;
  readonly dueAt: number | null;
  readonly lease: RunLease;
}

const COLUMNS = `id, job_id AS jobId, started_at AS startedAt, finished_at AS finishedAt, status, error_message AS errorMessage,
  triggered_by AS triggeredBy`;

const INSERT = `INSERT INTO job_runs (job_id, started_at, status, triggered_by, due_at, host, lease_token, lease_expires_at)
  VALUES (?, ?, 'running', ?, ?, ?, ?, ?) ON CONFLICT (job_id) WHERE status = 'running' DO NOTHING`;

/** The id of the new run; undefined when one of the job is running already. */
export async function insertRun(tx: WriteTransaction, run: NewRun, now: number): Promise<number | undefined> {
  const dueAt = run.dueAt === null ? null : toText(run.dueAt);
  const lease = [run.lease.token, toText(run.lease.expiresAt)];
  const { changes, lastId } = await tx.run(INSERT, [
    run.jobId,
    toText(now),
    run.triggeredBy,
    dueAt,
    run.host,
    ...lease,
  ]);
  return changes === 0 ? undefined : lastId;
}

/** A due time at which nothing ran, and why. */
export async function insertOccurrence(
  tx: WriteTransaction,
  one: { jobId: string; dueAt: number; status: 'missed' | 'skipped'; reason: string; triggeredBy: string },
): Promise<void> {
  const due = toText(one.dueAt);
  await tx.run(
    `INSERT INTO job_runs (job_id, started_at, finished_at, status, error_message, triggered_by, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [one.jobId, due, due, one.status, one.reason, one.triggeredBy, due],
  );
}

/** False when the lease is no longer the caller's. */
export async function renewLease(tx: WriteTransaction, runId: number, lease: RunLease): Promise<boolean> {
  const sql = `UPDATE job_runs SET lease_expires_at = ? WHERE id = ? AND lease_token = ? AND status = 'running'`;
  return (await tx.run(sql, [toText(lease.expiresAt), runId, lease.token])).changes > 0;
}

export interface RunEnd {
  readonly status: 'completed' | 'failed';
  readonly errorMessage: string | null;
}

const FINISH = `UPDATE job_runs SET status = ?, error_message = ?, finished_at = ?, lease_token = NULL, lease_expires_at = NULL
  WHERE id = ? AND lease_token = ? AND status = 'running' RETURNING job_id AS jobId`;

/** The job of the run; undefined when the lease is no longer the caller's: then nothing was written. */
export async function finishRun(
  tx: WriteTransaction,
  run: { id: number; token: string },
  { status, errorMessage }: RunEnd,
  now: number,
): Promise<string | undefined> {
  const row = await tx.get<{ jobId: string }>(FINISH, [status, errorMessage, toText(now), run.id, run.token]);
  return row?.jobId;
}

export interface HeldRun {
  readonly id: number;
  readonly jobId: string;
  readonly token: string;
}

export const expiredRuns = (reader: Reader, now: number): Promise<HeldRun[]> =>
  reader.all(
    `SELECT id, job_id AS jobId, lease_token AS token FROM job_runs WHERE status = 'running' AND lease_expires_at <= ?`,
    [toText(now)],
  );

export const runningRun = (reader: Reader, jobId: string): Promise<HeldRun | undefined> =>
  reader.get(`SELECT id, job_id AS jobId, lease_token AS token FROM job_runs WHERE job_id = ? AND status = 'running'`, [
    jobId,
  ]);

/** Newest first. */
export const runHistory = (reader: Reader, jobId: string, limit: number): Promise<JobRun[]> =>
  reader.all(`SELECT ${COLUMNS} FROM job_runs WHERE job_id = ? ORDER BY started_at DESC, id DESC LIMIT ?`, [
    jobId,
    limit,
  ]);

const NEWEST = `SELECT ${COLUMNS} FROM job_runs WHERE id IN (SELECT (SELECT r.id FROM job_runs r
    WHERE r.job_id = j.job_id AND r.status IN ('running', 'completed', 'failed') ORDER BY r.started_at DESC, r.id DESC LIMIT 1)
  FROM job j)`;

/** Of every job the last run that really started, by job id. */
export async function lastRuns(reader: Reader): Promise<Map<string, JobRun>> {
  const rows = await reader.all<JobRun>(NEWEST);
  return new Map(rows.map((run) => [run.jobId, run]));
}

const PRUNE = `DELETE FROM job_runs WHERE id IN (SELECT id FROM job_runs r WHERE finished_at < ?1 AND status <> 'running'
    AND EXISTS (SELECT 1 FROM job_runs newer WHERE newer.job_id = r.job_id AND newer.started_at > r.started_at) LIMIT ?2)`;

/** Deletes at most `limit` finished rows older than `before`, never a job's newest; returns how many. */
export async function pruneRuns(tx: WriteTransaction, before: number, limit: number): Promise<number> {
  return (await tx.run(PRUNE, [toText(before), limit])).changes;
}
