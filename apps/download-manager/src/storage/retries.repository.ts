import { type DownloadStatus } from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { itemColumns, type QueueItem } from './queue-item.js';
import { ACTIVE } from './sql-words.js';

const RETRIED = [
  'id',
  'parentId',
  'status',
  'contentType',
  'contentId',
  'requestSource',
  'requestedByUserId',
  'retryCount',
  'errorType',
  'errorMessage',
] as const;

/** An item that may be tried again, with what decides whether it can be. */
export type RetryCandidate = Pick<QueueItem, (typeof RETRIED)[number]> & {
  /** Null for a top-level item. */
  readonly parentStatus: DownloadStatus | null;
  /** Another active top-level item has the same content as this one or as its album. */
  readonly isTaken: boolean;
};

const takenBy = (content: string, self: string): string => `EXISTS (
  SELECT 1 FROM download_queue o INDEXED BY download_queue_one_active
  WHERE o.content_type = ${content}.content_type AND o.content_id = ${content}.content_id
    AND o.parent_id IS NULL AND o.status IN ${ACTIVE} AND o.id <> ${self}.id)`;

/** Selects candidates `q`, each with its album `p` where it has one. */
export const CANDIDATE = `SELECT ${itemColumns(RETRIED, 'q')}, p.status AS parentStatus,
  ${takenBy('q', 'q')} OR (p.id IS NOT NULL AND ${takenBy('p', 'p')}) AS isTaken
  FROM download_queue q LEFT JOIN download_queue p ON p.id = q.parent_id`;

export type CandidateRow = Omit<RetryCandidate, 'isTaken'> & { isTaken: number };

export const toCandidate = (row: CandidateRow): RetryCandidate => ({ ...row, isTaken: row.isTaken === 1 });

export async function findRetryCandidate(reader: Reader, id: string): Promise<RetryCandidate | undefined> {
  const row = await reader.get<CandidateRow>(`${CANDIDATE} WHERE q.id = ?`, [id]);
  return row && toCandidate(row);
}

/** Those of the items and their children that a worker holds at the moment. */
export async function leasedAmong(reader: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await reader.all<{ id: string }>(
    `SELECT q.id FROM json_each(?) i JOIN download_queue q ON q.id = i.value OR q.parent_id = i.value
     WHERE q.lease_token IS NOT NULL`,
    [JSON.stringify(ids)],
  );
  return rows.map(({ id }) => id);
}

const AS_NEW = `status = 'PENDING', retried_at = ?1, retry_count = 0, error_type = NULL, error_message = NULL, next_retry_at = NULL,
  waiting_cause = NULL, started_at = NULL, completed_at = NULL, last_attempt_at = NULL, processing_duration_ms = NULL,
  lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL`;

/** The items and those of their children that are not COMPLETED, back to where they began; they wait since now. */
export async function resetItems(tx: WriteTransaction, ids: readonly string[], now: number): Promise<void> {
  const order = [now, JSON.stringify(ids)];
  await tx.run(`UPDATE download_queue SET ${AS_NEW} WHERE id IN (SELECT value FROM json_each(?2))`, order);
  await tx.run(
    `UPDATE download_queue SET ${AS_NEW} WHERE parent_id IN (SELECT value FROM json_each(?2)) AND status <> 'COMPLETED'`,
    order,
  );
}

/** FAILED -> IN_PROGRESS for the albums of children that are tried again. Returns those it moved. */
export async function reopenAlbums(tx: WriteTransaction, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.all<{ id: string }>(
    `UPDATE download_queue SET status = 'IN_PROGRESS', completed_at = NULL, error_type = NULL, error_message = NULL,
       processing_duration_ms = NULL
     WHERE id IN (SELECT value FROM json_each(?)) AND status = 'FAILED' RETURNING id`,
    [JSON.stringify(ids)],
  );
  return rows.map(({ id }) => id);
}
