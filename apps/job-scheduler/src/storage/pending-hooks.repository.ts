import { type Hook } from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toText } from './instant.js';

/** A hook waiting to become a run. */
export interface PendingHook {
  readonly jobId: string;
  readonly hook: Hook;
}

/** A job for which a hook waits already gets no second one. */
export async function addPendingHook(tx: WriteTransaction, { jobId, hook }: PendingHook, now: number): Promise<void> {
  await tx.run('INSERT INTO pending_hook (job_id, hook, raised_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
    jobId,
    hook,
    toText(now),
  ]);
}

/** Of jobs that do not run, the oldest first. */
export const startableHooks = (reader: Reader): Promise<PendingHook[]> =>
  reader.all(`SELECT p.job_id AS jobId, p.hook FROM pending_hook p
    WHERE NOT EXISTS (SELECT 1 FROM job_runs r WHERE r.job_id = p.job_id AND r.status = 'running') ORDER BY p.raised_at`);

export async function removePendingHook(tx: WriteTransaction, jobId: string): Promise<void> {
  await tx.run('DELETE FROM pending_hook WHERE job_id = ?', [jobId]);
}
