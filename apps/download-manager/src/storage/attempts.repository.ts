import { type DownloadErrorType } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { ALL_COLUMNS, itemColumns, type QueueItem, type WaitingCause } from './queue-item.js';
import { mayBecome, mayBecomeAmong, onOneLine } from './sql-words.js';

/** Every end of an attempt gives the lease back: the token that settled it settles nothing more. */
const WITHOUT_LEASE = 'lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL';
const WITHOUT_ERROR = 'error_type = NULL, error_message = NULL';

export interface HeldClaim {
  readonly id: string;
  readonly leaseToken: string;
}

/** Those of the items that are still worked on under these tokens. */
export function findAllLeased(tx: WriteTransaction, claims: readonly HeldClaim[]): Promise<QueueItem[]> {
  return tx.all<QueueItem>(
    `SELECT ${itemColumns(ALL_COLUMNS, 'q')} FROM json_each(?) c CROSS JOIN download_queue q
       ON q.id = c.value ->> 'id' AND q.lease_token = c.value ->> 'leaseToken' AND q.status = 'IN_PROGRESS'`,
    [JSON.stringify(claims)],
  );
}

export interface StoredMedia extends HeldClaim {
  readonly bytes: number;
  readonly durationMs: number;
}

const COMPLETED = [
  'id',
  'parentId',
  'contentType',
  'contentId',
  'requestSource',
  'requestedByUserId',
] as const satisfies readonly (keyof QueueItem)[];
export type CompletedMedia = Pick<QueueItem, (typeof COMPLETED)[number]>;

/** Of the rows ?2, at ?1. */
export const COMPLETE_LEASED = onOneLine(`
  UPDATE download_queue SET status = 'COMPLETED', ${WITHOUT_ERROR}, ${WITHOUT_LEASE}, completed_at = ?1,
    bytes_downloaded = s.value ->> 'bytes', processing_duration_ms = s.value ->> 'durationMs'
  FROM json_each(?2) s WHERE download_queue.id = s.value ->> 'id' AND download_queue.lease_token = s.value ->> 'leaseToken'
    AND download_queue.content_type <> 'ALBUM' AND ${mayBecomeAmong('COMPLETED')} RETURNING ${itemColumns(COMPLETED)}`);

/**
 * Completes those of the items that are still worked on under these tokens, and gives them back. Albums are left alone: what
 * they are made of is stored, they are not.
 */
export function completeLeased(
  tx: WriteTransaction,
  stored: readonly StoredMedia[],
  now: number,
): Promise<CompletedMedia[]> {
  return tx.all<CompletedMedia>(COMPLETE_LEASED, [now, JSON.stringify(stored)]);
}

export interface ScheduledRetry {
  readonly at: number;
  readonly retryCount: number;
  readonly cause: WaitingCause;
  readonly errorType: DownloadErrorType;
  readonly message: string;
}

export async function scheduleRetry(tx: WriteTransaction, id: string, retry: ScheduledRetry): Promise<void> {
  await tx.run(
    `UPDATE download_queue SET status = 'RETRY_WAITING', next_retry_at = ?, retry_count = ?, waiting_cause = ?,
       error_type = ?, error_message = ?, ${WITHOUT_LEASE} WHERE id = ? AND ${mayBecome('RETRY_WAITING')}`,
    [retry.at, retry.retryCount, retry.cause, retry.errorType, retry.message, id],
  );
}

export async function failItem(
  tx: WriteTransaction,
  id: string,
  failure: { errorType: DownloadErrorType; message: string; now: number },
): Promise<void> {
  await tx.run(
    `UPDATE download_queue SET status = 'FAILED', completed_at = ?, error_type = ?, error_message = ?, ${WITHOUT_LEASE}
     WHERE id = ? AND ${mayBecome('FAILED')}`,
    [failure.now, failure.errorType, failure.message, id],
  );
}

/** Back to the queue as if it had never been claimed, but for the instants. */
export async function releaseItem(tx: WriteTransaction, id: string): Promise<void> {
  await tx.run(
    `UPDATE download_queue SET status = 'PENDING', ${WITHOUT_LEASE} WHERE id = ? AND status = 'IN_PROGRESS'`,
    [id],
  );
}

/** Its lease ends, and its children, who are there already, carry it. */
export async function leaveToChildren(tx: WriteTransaction, id: string): Promise<void> {
  await tx.run(`UPDATE download_queue SET ${WITHOUT_ERROR}, ${WITHOUT_LEASE} WHERE id = ? AND status = 'IN_PROGRESS'`, [
    id,
  ]);
}

/** The album stays IN_PROGRESS without lease: from now on its children carry it. Names it came without are filled in. */
export async function markExpanded(
  tx: WriteTransaction,
  id: string,
  expanded: { albumName: string; artistName: string; now: number },
): Promise<void> {
  await tx.run(
    `UPDATE download_queue SET expanded_at = ?, content_name = ifnull(nullif(content_name, ''), ?),
       artist_name = ifnull(nullif(artist_name, ''), ?), ${WITHOUT_ERROR}, ${WITHOUT_LEASE}
     WHERE id = ? AND status = 'IN_PROGRESS'`,
    [expanded.now, expanded.albumName, expanded.artistName, id],
  );
}
