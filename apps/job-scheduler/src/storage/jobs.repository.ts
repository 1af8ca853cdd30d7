import { type JobDeclaration, type JobSchedule, type ServiceName } from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type ResolvedDeclaration } from '../registry/resolve-declaration.js';
import { toMillis, toText } from './instant.js';

/** A job the scheduler knows. `nextRunAt` in milliseconds, null without timed schedule. */
export interface KnownJob {
  readonly id: string;
  readonly host: ServiceName;
  readonly declaration: ResolvedDeclaration;
  /** What its host said. */
  readonly announced: JobDeclaration;
  readonly nextRunAt: number | null;
}

/** What the clock has to do with a job: nothing while it is switched off. */
export const timingOf = ({ schedule, enabled }: ResolvedDeclaration): JobSchedule => (enabled ? schedule : {});

interface Row {
  id: string;
  host: ServiceName;
  declaration: string;
  announced: string | null;
  nextRunAt: string | null;
}

const JOBS = `SELECT j.job_id AS id, j.host, j.declaration, j.announced, s.next_run_at AS nextRunAt
  FROM job j LEFT JOIN job_schedules s ON s.job_id = j.job_id`;

/** Rows of earlier versions. */
const UNCONFIGURED = { enabled: true, overridden: [] } as const;

const toJob = (row: Row): KnownJob => ({
  ...row,
  declaration: { ...UNCONFIGURED, ...(JSON.parse(row.declaration) as ResolvedDeclaration) },
  announced: JSON.parse(row.announced ?? row.declaration) as JobDeclaration,
  nextRunAt: row.nextRunAt === null ? null : toMillis(row.nextRunAt),
});

export async function findJob(reader: Reader, id: string): Promise<KnownJob | undefined> {
  const row = await reader.get<Row>(`${JOBS} WHERE j.job_id = ?`, [id]);
  return row && toJob(row);
}

/** Those of these ids that are known, by id. */
export async function findJobs(reader: Reader, ids: readonly string[]): Promise<Map<string, KnownJob>> {
  const sql = `${JOBS} WHERE j.job_id IN (SELECT value FROM json_each(?))`;
  const rows = await reader.all<Row>(sql, [JSON.stringify(ids)]);
  return new Map(rows.map((row) => [row.id, toJob(row)]));
}

/** By id. */
export const listJobs = async (reader: Reader): Promise<KnownJob[]> =>
  (await reader.all<Row>(`${JOBS} ORDER BY j.job_id`)).map(toJob);

/** Ids of jobs whose next due time has come, the earliest first. */
export const dueJobIds = async (reader: Reader, now: number): Promise<string[]> =>
  (
    await reader.all<{ id: string }>(
      `SELECT j.job_id AS id FROM job_schedules s JOIN job j ON j.job_id = s.job_id
       WHERE s.next_run_at <= ? ORDER BY s.next_run_at`,
      [toText(now)],
    )
  ).map(({ id }) => id);

const DUE = `${JOBS} WHERE j.job_id IN (SELECT value FROM json_each(?1)) AND s.next_run_at <= ?2 ORDER BY s.next_run_at`;

/** Of the jobs with these ids those whose next due time has come, the earliest first. */
export const dueJobs = async (reader: Reader, now: number, ids: readonly string[]): Promise<KnownJob[]> =>
  (await reader.all<Row>(DUE, [JSON.stringify(ids), toText(now)])).map(toJob);

/** The next due time that needs a look; one that has come and waits for the end of a run needs none. */
export async function nextDueAt(reader: Reader, now: number): Promise<number | null> {
  const sql = `SELECT min(s.next_run_at) AS next FROM job j JOIN job_schedules s ON s.job_id = j.job_id
    WHERE s.next_run_at > ?
      OR NOT EXISTS (SELECT 1 FROM job_runs r WHERE r.job_id = j.job_id AND r.status = 'running')`;
  const row = await reader.get<{ next: string | null }>(sql, [toText(now)]);
  return row?.next ? toMillis(row.next) : null;
}

export interface JobToSave {
  readonly host: ServiceName;
  readonly announced: JobDeclaration;
  readonly declaration: ResolvedDeclaration;
}

const SAVE_JOBS = `INSERT INTO job (job_id, host, declaration, announced, announced_at)
  SELECT value ->> 'id', value ->> 'host', value ->> 'declaration', value ->> 'announced', ?2 FROM json_each(?1) WHERE true
  ON CONFLICT (job_id) DO UPDATE SET host = excluded.host, declaration = excluded.declaration,
    announced = excluded.announced, announced_at = excluded.announced_at`;

export async function saveJobs(tx: WriteTransaction, jobs: readonly JobToSave[], now: number): Promise<void> {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ host, announced, declaration }) => ({
    ...{ id: announced.id, host },
    ...{ declaration: JSON.stringify(declaration), announced: JSON.stringify(announced) },
  }));
  await tx.run(SAVE_JOBS, [JSON.stringify(rows), toText(now)]);
}

export interface NextRun {
  readonly jobId: string;
  readonly nextRunAt: number | null;
  /** Left out: as it is. */
  readonly lastRunAt?: number;
}

const SAVE_NEXT_RUNS = `INSERT INTO job_schedules (job_id, next_run_at, last_run_at)
  SELECT value ->> 'jobId', value ->> 'next', value ->> 'last' FROM json_each(?) WHERE true
  ON CONFLICT (job_id) DO UPDATE
    SET next_run_at = excluded.next_run_at, last_run_at = coalesce(excluded.last_run_at, last_run_at)`;

export async function saveNextRuns(tx: WriteTransaction, nextRuns: readonly NextRun[]): Promise<void> {
  if (nextRuns.length === 0) return;
  const rows = nextRuns.map(({ jobId, nextRunAt, lastRunAt }) => ({
    jobId,
    next: nextRunAt === null ? null : toText(nextRunAt),
    last: lastRunAt === undefined ? null : toText(lastRunAt),
  }));
  await tx.run(SAVE_NEXT_RUNS, [JSON.stringify(rows)]);
}

/** The ends of the last runs of those of these jobs that ever ran, also of jobs that were gone in between. */
export async function lastRunTimes(reader: Reader, ids: readonly string[]): Promise<Map<string, number>> {
  const sql = `SELECT job_id AS id, last_run_at AS lastRunAt FROM job_schedules
    WHERE job_id IN (SELECT value FROM json_each(?)) AND last_run_at IS NOT NULL`;
  const rows = await reader.all<{ id: string; lastRunAt: string }>(sql, [JSON.stringify(ids)]);
  return new Map(rows.map(({ id, lastRunAt }) => [id, toMillis(lastRunAt)]));
}

/** Forgets the jobs a host has no more, so that they are neither listed nor started. Their history stays. */
export async function removeJobsBut(tx: WriteTransaction, host: ServiceName, ids: readonly string[]): Promise<void> {
  const gone = `host = ? AND job_id NOT IN (SELECT value FROM json_each(?))`;
  const params = [host, JSON.stringify(ids)];
  await tx.run(`DELETE FROM pending_hook WHERE job_id IN (SELECT job_id FROM job WHERE ${gone})`, params);
  await tx.run(`DELETE FROM job WHERE ${gone}`, params);
}
