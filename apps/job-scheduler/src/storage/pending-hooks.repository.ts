import { type Hook } from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toText } from './instant.js';

/** A hook waiting to become a run. */
export interface PendingHook {
  readonly jobId: string;
  readonly hook: Hook;
}

/** A job for which a hook waits already gets no second one: then false. */
export async function addPendingHook(
  tx: WriteTransaction,
  { jobId, hook }: PendingHook,
  now: number,
): Promise<boolean> {
  const sql = 'INSERT INTO pending_hook (job_id, hook, raised_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
  return (await tx.run(sql, [jobId, hook, toText(now)])).changes > 0;
}

/** A hook for each of these jobs that has none waiting. Returns for how many. */
export const addPendingHooks = async (tx: WriteTransaction, hook: Hook, now: number): Promise<number> =>
  (
    await tx.run(
      `INSERT INTO pending_hook (job_id, hook, raised_at) SELECT job_id, ?1, ?2 FROM job WHERE ${WANTS_HOOK}
       ON CONFLICT DO NOTHING`,
      [hook, toText(now)],
    )
  ).changes;

const WANTS_HOOK = `coalesce(declaration ->> '$.enabled', 1) <> 0
  AND EXISTS (SELECT 1 FROM json_each(declaration, '$.schedule.hooks') WHERE value = ?1)`;

const STARTABLE = `SELECT p.job_id AS jobId, p.hook FROM pending_hook p
  WHERE NOT EXISTS (SELECT 1 FROM job_runs r WHERE r.job_id = p.job_id AND r.status = 'running')
    AND NOT EXISTS (SELECT 1 FROM job_pause s WHERE s.job_id = p.job_id AND s.paused_at <= ?1
      AND (s.expires_at IS NULL OR s.expires_at > ?1)) ORDER BY p.raised_at`;

/** Of jobs that neither run nor are paused, the oldest first. */
export const startableHooks = (reader: Reader, now: number): Promise<PendingHook[]> =>
  reader.all(STARTABLE, [toText(now)]);

export const pendingHookCount = async (reader: Reader): Promise<number> =>
  (await reader.get<{ count: number }>('SELECT count(*) AS count FROM pending_hook'))?.count ?? 0;

export async function removePendingHooks(tx: WriteTransaction, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length === 0) return;
  await tx.run('DELETE FROM pending_hook WHERE job_id IN (SELECT value FROM json_each(?))', [JSON.stringify(jobIds)]);
}
