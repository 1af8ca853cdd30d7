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

export async function saveJob(tx: WriteTransaction, job: JobToSave, now: number): Promise<void> {
  const { host, announced, declaration } = job;
  await tx.run(
    `INSERT INTO job (job_id, host, declaration, announced, announced_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (job_id) DO UPDATE SET host = excluded.host, declaration = excluded.declaration,
       announced = excluded.announced, announced_at = excluded.announced_at`,
    [announced.id, host, JSON.stringify(declaration), JSON.stringify(announced), toText(now)],
  );
}

/** `lastRunAt` undefined leaves it as it is. */
export async function saveNextRun(
  tx: WriteTransaction,
  jobId: string,
  nextRunAt: number | null,
  lastRunAt?: number,
): Promise<void> {
  await tx.run(
    `INSERT INTO job_schedules (job_id, next_run_at, last_run_at) VALUES (?1, ?2, ?3)
     ON CONFLICT (job_id) DO UPDATE SET next_run_at = excluded.next_run_at, last_run_at = coalesce(?3, last_run_at)`,
    [jobId, nextRunAt === null ? null : toText(nextRunAt), lastRunAt === undefined ? null : toText(lastRunAt)],
  );
}

/** The end of the last run, also of a job that was gone in between; null when it never ran. */
export async function lastRunAtOf(reader: Reader, jobId: string): Promise<number | null> {
  const sql = 'SELECT last_run_at AS lastRunAt FROM job_schedules WHERE job_id = ?';
  const row = await reader.get<{ lastRunAt: string | null }>(sql, [jobId]);
  return row?.lastRunAt ? toMillis(row.lastRunAt) : null;
}

/** Forgets the jobs a host has no more, so that they are neither listed nor started. Their history stays. */
export async function removeJobsBut(tx: WriteTransaction, host: ServiceName, ids: readonly string[]): Promise<void> {
  const gone = `host = ? AND job_id NOT IN (SELECT value FROM json_each(?))`;
  const params = [host, JSON.stringify(ids)];
  await tx.run(`DELETE FROM pending_hook WHERE job_id IN (SELECT job_id FROM job WHERE ${gone})`, params);
  await tx.run(`DELETE FROM job WHERE ${gone}`, params);
}
