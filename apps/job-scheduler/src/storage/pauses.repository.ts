import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type Pause } from '../schedules/pause.js';
import { toMillis, toText } from './instant.js';

interface Row {
  jobId: string;
  owner: string;
  reason: string;
  pausedAt: string;
  expiresAt: string | null;
}

const COLUMNS = 'job_id AS jobId, owner, reason, paused_at AS pausedAt, expires_at AS expiresAt';

const toPause = ({ owner, reason, pausedAt, expiresAt }: Row): Pause => ({
  ...{ owner, reason, from: toMillis(pausedAt) },
  until: expiresAt === null ? null : toMillis(expiresAt),
});

/** By job id. */
export async function listPauses(reader: Reader): Promise<Map<string, Pause>> {
  const rows = await reader.all<Row>(`SELECT ${COLUMNS} FROM job_pause`);
  return new Map(rows.map((row) => [row.jobId, toPause(row)]));
}

/** A later pause takes the place of the one before, which goes on from when it began. */
export async function savePause(
  tx: WriteTransaction,
  jobId: string,
  { from, until, owner, reason }: Pause,
): Promise<void> {
  await tx.run(
    `INSERT INTO job_pause (job_id, owner, reason, paused_at, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (job_id) DO UPDATE SET owner = excluded.owner, reason = excluded.reason, expires_at = excluded.expires_at`,
    [jobId, owner, reason, toText(from), until === null ? null : toText(until)],
  );
}

/** False when the job was not paused. */
export const removePause = async (tx: WriteTransaction, jobId: string): Promise<boolean> =>
  (await tx.run('DELETE FROM job_pause WHERE job_id = ?', [jobId])).changes > 0;

const REMOVE_EXPIRED = `DELETE FROM job_pause WHERE expires_at <= ?1
  AND NOT EXISTS (SELECT 1 FROM job_schedules s WHERE s.job_id = job_pause.job_id AND s.next_run_at <= ?1)`;

/** Keeps those whose due times are not all accounted for. */
export async function removeExpiredPauses(tx: WriteTransaction, now: number): Promise<void> {
  await tx.run(REMOVE_EXPIRED, [toText(now)]);
}
