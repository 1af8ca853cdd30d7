import {
  type JobParameters,
  type RunErrorClass,
  type RunLogTail,
  type RunProgress,
  type ServiceName,
} from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toMillis, toText } from './instant.js';

/** Runs that are going. Whoever shows the token of the row holds the run; every write repeats it. */

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
  readonly isForced: boolean;
  readonly parameters?: JobParameters;
  readonly lease: RunLease;
}

const INSERT = `INSERT INTO job_runs
    (job_id, started_at, status, triggered_by, due_at, host, is_forced, parameters, lease_token, lease_expires_at)
  VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id) WHERE status = 'running' DO NOTHING`;

/** The id of the new run; undefined when one of the job is running already. */
export async function insertRun(tx: WriteTransaction, run: NewRun, now: number): Promise<number | undefined> {
  const { changes, lastId } = await tx.run(INSERT, [
    run.jobId,
    toText(now),
    run.triggeredBy,
    run.dueAt === null ? null : toText(run.dueAt),
    run.host,
    Number(run.isForced),
    run.parameters && Object.keys(run.parameters).length > 0 ? JSON.stringify(run.parameters) : null,
    run.lease.token,
    toText(run.lease.expiresAt),
  ]);
  return changes === 0 ? undefined : lastId;
}

const RENEW = `UPDATE job_runs SET lease_expires_at = ?1, taken_at = coalesce(taken_at, ?2)
  WHERE id = ?3 AND lease_token = ?4 AND status = 'running'`;

/** `takenAt`: the host shows that it runs it. False when the lease is no longer the caller's. */
export async function renewLease(
  tx: WriteTransaction,
  runId: number,
  lease: RunLease,
  takenAt: number | null,
): Promise<boolean> {
  const taken = takenAt === null ? null : toText(takenAt);
  return (await tx.run(RENEW, [toText(lease.expiresAt), taken, runId, lease.token])).changes > 0;
}

/** No lease ends later than `latest`: one that does was granted by a clock that has been set back since. */
export async function shortenLeases(tx: WriteTransaction, latest: number): Promise<void> {
  await tx.run(`UPDATE job_runs SET lease_expires_at = ?1 WHERE status = 'running' AND lease_expires_at > ?1`, [
    toText(latest),
  ]);
}

/** What a host shows of a run besides its end. */
export interface RunTraces {
  readonly progress?: RunProgress | undefined;
  readonly logTail?: RunLogTail | undefined;
}

export interface RunEnd extends RunTraces {
  readonly status: 'completed' | 'failed';
  readonly errorMessage: string | null;
  readonly errorClass: RunErrorClass | null;
  readonly summary?: string | null;
}

const KEEP_TRACES = `UPDATE job_runs SET progress = coalesce(?1, progress), log_tail = coalesce(?2, log_tail)
  WHERE id = ?3 AND lease_token = ?4 AND status = 'running' RETURNING cancel_requested_at AS cancelRequestedAt`;

/** Whether an admin wants the run to end. */
export async function keepTraces(
  tx: WriteTransaction,
  { id, token }: { id: number; token: string },
  { progress, logTail }: RunTraces,
): Promise<{ isCancelRequested: boolean }> {
  const params = [jsonOrNull(progress), jsonOrNull(logTail), id, token];
  const row = await tx.get<{ cancelRequestedAt: string | null }>(KEEP_TRACES, params);
  return { isCancelRequested: (row?.cancelRequestedAt ?? null) !== null };
}

const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

export interface EndedRun {
  readonly jobId: string;
  /** From when its host took it, or, if that was not heard of, from when it was written down. */
  readonly beganAt: number;
}

const FINISH = `UPDATE job_runs SET status = ?, error_message = ?, finished_at = ?, error_class = ?, summary = ?,
    progress = coalesce(?, progress), log_tail = coalesce(?, log_tail), lease_token = NULL, lease_expires_at = NULL
  WHERE id = ? AND lease_token = ? AND status = 'running'
  RETURNING job_id AS jobId, coalesce(taken_at, started_at) AS beganAt`;

/** Undefined when the lease is no longer the caller's: then nothing was written. */
export async function finishRun(
  tx: WriteTransaction,
  run: { id: number; token: string },
  { status, errorMessage, errorClass, summary = null, progress, logTail }: RunEnd,
  now: number,
): Promise<EndedRun | undefined> {
  const traces = [jsonOrNull(progress), jsonOrNull(logTail)];
  const params = [status, errorMessage, toText(now), errorClass, summary, ...traces, run.id, run.token];
  const row = await tx.get<{ jobId: string; beganAt: string }>(FINISH, params);
  return row && { jobId: row.jobId, beganAt: toMillis(row.beganAt) };
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

/** When the runs that are going were written down, by job id. */
export async function startedRuns(reader: Reader): Promise<Map<string, number>> {
  const sql = `SELECT job_id AS jobId, started_at AS startedAt FROM job_runs WHERE status = 'running'`;
  const rows = await reader.all<{ jobId: string; startedAt: string }>(sql);
  return new Map(rows.map(({ jobId, startedAt }) => [jobId, toMillis(startedAt)]));
}

export const runningJobs = async (reader: Reader): Promise<string[]> =>
  (await reader.all<{ jobId: string }>(`SELECT job_id AS jobId FROM job_runs WHERE status = 'running'`)).map(
    ({ jobId }) => jobId,
  );

export interface UntakenRun extends HeldRun {
  readonly triggeredBy: string;
  readonly isForced: number;
  readonly parameters: JobParameters;
}

/** Written down, and no host has taken them yet. */
export async function untakenRuns(reader: Reader): Promise<UntakenRun[]> {
  const sql = `SELECT id, job_id AS jobId, lease_token AS token, triggered_by AS triggeredBy, is_forced AS isForced, parameters
    FROM job_runs WHERE status = 'running' AND taken_at IS NULL ORDER BY id`;
  const rows = await reader.all<Omit<UntakenRun, 'parameters'> & { parameters: string | null }>(sql);
  return rows.map((row) => ({ ...row, parameters: JSON.parse(row.parameters ?? '{}') as JobParameters }));
}

export interface GoingRun extends HeldRun {
  readonly isTaken: boolean;
}

export async function goingRunOf(reader: Reader, jobId: string): Promise<GoingRun | undefined> {
  const sql = `SELECT id, job_id AS jobId, lease_token AS token, taken_at AS takenAt FROM job_runs
    WHERE job_id = ? AND status = 'running'`;
  const row = await reader.get<HeldRun & { takenAt: string | null }>(sql, [jobId]);
  return row && { id: row.id, jobId: row.jobId, token: row.token, isTaken: row.takenAt !== null };
}

export async function requestCancel(tx: WriteTransaction, runId: number, now: number): Promise<void> {
  await tx.run(`UPDATE job_runs SET cancel_requested_at = coalesce(cancel_requested_at, ?) WHERE id = ?`, [
    toText(now),
    runId,
  ]);
}

/** Whether the run is going and the token's. */
export async function isHeld(reader: Reader, { id, token }: { id: number; token: string }): Promise<boolean> {
  const sql = `SELECT 1 AS yes FROM job_runs WHERE id = ? AND lease_token = ? AND status = 'running'`;
  return (await reader.get(sql, [id, token])) !== undefined;
}

/** When hosts took the runs that are going, by job id. */
export async function runningSinceByJob(reader: Reader): Promise<Map<string, number>> {
  const sql = `SELECT job_id AS jobId, coalesce(taken_at, started_at) AS since FROM job_runs WHERE status = 'running'`;
  const rows = await reader.all<{ jobId: string; since: string }>(sql);
  return new Map(rows.map(({ jobId, since }) => [jobId, toMillis(since)]));
}
