import { type JobParameters, type ServiceName } from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toMillis, toText } from './instant.js';
import { type HeldRun } from './run-leases.repository.js';

/** Runs as they begin, and those that are going. */

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
  SELECT value ->> 'jobId', ?2, 'running', value ->> 'triggeredBy', value ->> 'dueAt', value ->> 'host',
    value ->> 'isForced', value ->> 'parameters', value ->> 'token', value ->> 'expiresAt'
  FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING RETURNING id, job_id AS jobId`;

/** The ids by job; a job has none when a run of it is going, or its due time has its row already. */
export async function insertRuns(
  tx: WriteTransaction,
  runs: readonly NewRun[],
  now: number,
): Promise<Map<string, number>> {
  const params = [JSON.stringify(runs.map(toRow)), toText(now)];
  const rows = await tx.all<{ id: number; jobId: string }>(INSERT, params);
  return new Map(rows.map(({ id, jobId }) => [jobId, id]));
}

const toRow = ({ jobId, host, triggeredBy, dueAt, isForced, parameters = {}, lease }: NewRun) => ({
  ...{ jobId, host, triggeredBy, isForced: Number(isForced), token: lease.token },
  dueAt: dueAt === null ? null : toText(dueAt),
  parameters: Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : null,
  expiresAt: toText(lease.expiresAt),
});

export interface LostRun extends HeldRun {
  readonly jobId: string;
}

export const expiredRuns = (reader: Reader, now: number): Promise<LostRun[]> =>
  reader.all(
    `SELECT id, job_id AS jobId, lease_token AS token FROM job_runs WHERE status = 'running' AND lease_expires_at <= ?`,
    [toText(now)],
  );

const STARTED = `SELECT job_id AS jobId, started_at AS startedAt FROM job_runs INDEXED BY job_runs_one_running
  WHERE status = 'running' AND job_id IN (SELECT value FROM json_each(?))`;

/** When the runs of these jobs that are going were written down, by job id. */
export async function startedRuns(reader: Reader, jobIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await reader.all<{ jobId: string; startedAt: string }>(STARTED, [JSON.stringify(jobIds)]);
  return new Map(rows.map(({ jobId, startedAt }) => [jobId, toMillis(startedAt)]));
}

export const runningJobs = async (reader: Reader): Promise<string[]> =>
  (await reader.all<{ jobId: string }>(`SELECT job_id AS jobId FROM job_runs WHERE status = 'running'`)).map(
    ({ jobId }) => jobId,
  );

export interface UntakenRun extends HeldRun {
  readonly jobId: string;
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
  const sql = `SELECT id, lease_token AS token, taken_at AS takenAt FROM job_runs WHERE job_id = ? AND status = 'running'`;
  const row = await reader.get<HeldRun & { takenAt: string | null }>(sql, [jobId]);
  return row && { id: row.id, token: row.token, isTaken: row.takenAt !== null };
}

export async function requestCancel(tx: WriteTransaction, runId: number, now: number): Promise<void> {
  await tx.run(`UPDATE job_runs SET cancel_requested_at = coalesce(cancel_requested_at, ?) WHERE id = ?`, [
    toText(now),
    runId,
  ]);
}

/** When hosts took the runs that are going, by job id. */
export async function runningSinceByJob(reader: Reader): Promise<Map<string, number>> {
  const sql = `SELECT job_id AS jobId, coalesce(taken_at, started_at) AS since FROM job_runs WHERE status = 'running'`;
  const rows = await reader.all<{ jobId: string; since: string }>(sql);
  return new Map(rows.map(({ jobId, since }) => [jobId, toMillis(since)]));
}
