import { type RunErrorClass, type RunLogTail, type RunProgress } from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toMillis, toText } from './instant.js';

/**
 * Runs that are going, held by whoever shows the token of the row; every write repeats it. All of it is for many runs in
 * one statement: a thousand may begin or end within a moment.
 */

export interface HeldRun {
  readonly id: number;
  readonly token: string;
}

/** What a host shows of a run besides its end. */
export interface RunTraces {
  readonly progress?: RunProgress | undefined;
  readonly logTail?: RunLogTail | undefined;
}

export interface Renewal {
  /** Milliseconds. */
  readonly expiresAt: number;
  /** The hosts show that they run them; null when they do not. */
  readonly takenAt: number | null;
}

export interface RenewedRun extends HeldRun {
  /** An admin wants it to end. */
  readonly isCancelRequested: boolean;
}

// The plus keeps SQLite from walking through all running rows for each of these: their row ids are known.
const ONES = `FROM json_each(?1) AS one
  WHERE job_runs.id = one.value ->> 'id' AND lease_token = one.value ->> 'token' AND +status = 'running'`;

const RENEW = `UPDATE job_runs SET lease_expires_at = ?2, taken_at = coalesce(taken_at, ?3),
    progress = coalesce(one.value ->> 'progress', progress), log_tail = coalesce(one.value ->> 'logTail', log_tail)
  ${ONES} RETURNING id, lease_token AS token, cancel_requested_at IS NOT NULL AS isCancelRequested`;

/** Those that are still their tokens', by token. */
export async function renewLeases(
  tx: WriteTransaction,
  runs: readonly (HeldRun & RunTraces)[],
  { expiresAt, takenAt }: Renewal,
): Promise<Map<string, RenewedRun>> {
  const ones = runs.map(({ id, token, ...traces }) => ({ id, token, ...textOf(traces) }));
  const params = [JSON.stringify(ones), toText(expiresAt), takenAt === null ? null : toText(takenAt)];
  const rows = await tx.all<HeldRun & { isCancelRequested: number }>(RENEW, params);
  return new Map(rows.map((row) => [row.token, { ...row, isCancelRequested: row.isCancelRequested === 1 }]));
}

/** No lease ends later than `latest`: one that does was granted by a clock that has been set back since. */
export async function shortenLeases(tx: WriteTransaction, latest: number): Promise<void> {
  await tx.run(`UPDATE job_runs SET lease_expires_at = ?1 WHERE status = 'running' AND lease_expires_at > ?1`, [
    toText(latest),
  ]);
}

export interface RunEnd extends RunTraces {
  readonly status: 'completed' | 'failed';
  readonly errorMessage: string | null;
  readonly errorClass: RunErrorClass | null;
  readonly summary?: string | null;
}

export interface EndedRun extends HeldRun {
  readonly jobId: string;
  /** From when its host took it, or, if that was not heard of, from when it was written down. */
  readonly beganAt: number;
}

const GOING = `SELECT id, lease_token AS token, job_id AS jobId, coalesce(taken_at, started_at) AS beganAt FROM job_runs
  WHERE status = 'running' AND id IN (SELECT value FROM json_each(?))`;

const FINISH = `UPDATE job_runs SET status = one.value ->> 'status', error_message = one.value ->> 'errorMessage',
    error_class = one.value ->> 'errorClass', summary = one.value ->> 'summary', finished_at = ?2,
    taken_at = coalesce(taken_at, one.value ->> 'takenAt'),
    progress = coalesce(one.value ->> 'progress', progress), log_tail = coalesce(one.value ->> 'logTail', log_tail),
    lease_token = NULL, lease_expires_at = NULL
  ${ONES}`;

/**
 * Ends those that are still their tokens', and returns them; about the others nothing is written. `isTaken`: their hosts
 * had them, also where that was not heard of.
 */
export async function finishRuns(
  tx: WriteTransaction,
  ends: readonly (HeldRun & RunEnd)[],
  now: number,
  isTaken: boolean,
): Promise<EndedRun[]> {
  const rows = await tx.all<HeldRun & { jobId: string; beganAt: string }>(GOING, [idsOf(ends)]);
  const going = new Map(rows.map((row) => [row.token, row]));
  const held = ends.flatMap((end) => {
    const row = going.get(end.token);
    return row?.id === end.id ? [{ ...end, ...textOf(end), takenAt: isTaken ? row.beganAt : null }] : [];
  });
  if (held.length === 0) return [];
  await tx.run(FINISH, [JSON.stringify(held), toText(now)]);
  return held.flatMap(({ token }) => {
    const row = going.get(token);
    return row ? [{ ...row, beganAt: toMillis(row.beganAt) }] : [];
  });
}

const UNTAKEN = 'SELECT id FROM job_runs WHERE id IN (SELECT value FROM json_each(?)) AND taken_at IS NULL';

/** Of these runs those of which no host has been heard. */
export const neverTaken = async (reader: Reader, runs: readonly HeldRun[]): Promise<Set<number>> =>
  new Set((await reader.all<{ id: number }>(UNTAKEN, [idsOf(runs)])).map(({ id }) => id));

/** Of these runs the tokens of those that are going and still their tokens'. */
export async function heldTokens(reader: Reader, runs: readonly HeldRun[]): Promise<Set<string>> {
  const rows = await reader.all<HeldRun>(GOING, [idsOf(runs)]);
  return new Set(rows.map(({ token }) => token));
}

const idsOf = (runs: readonly HeldRun[]): string => JSON.stringify(runs.map(({ id }) => id));

/** As the columns hold them. */
const textOf = ({ progress, logTail }: RunTraces) => ({
  progress: progress === undefined ? null : JSON.stringify(progress),
  logTail: logTail === undefined ? null : JSON.stringify(logTail),
});
