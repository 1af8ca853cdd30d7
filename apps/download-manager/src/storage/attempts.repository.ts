import { type DownloadErrorType } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { ITEM_COLUMNS, type QueueItem, type WaitingCause } from './queue-item.js';
import { mayBecome } from './sql-words.js';

/** Every end of an attempt gives the lease back: the token that settled it settles nothing more. */
const WITHOUT_LEASE = 'lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL';
const WITHOUT_ERROR = 'error_type = NULL, error_message = NULL';

/** The item if it is still worked on under this token; undefined when the lease is no longer the caller's. */
export function findLeased(tx: WriteTransaction, id: string, leaseToken: string): Promise<QueueItem | undefined> {
  return tx.get<QueueItem>(
    `SELECT ${ITEM_COLUMNS} FROM download_queue WHERE id = ? AND lease_token = ? AND status = 'IN_PROGRESS'`,
    [id, leaseToken],
  );
}

export async function completeMedia(
  tx: WriteTransaction,
  id: string,
  stored: { bytes: number; durationMs: number; now: number },
): Promise<void> {
  await tx.run(
    `UPDATE download_queue SET status = 'COMPLETED', completed_at = ?, bytes_downloaded = ?, processing_duration_ms = ?,
       ${WITHOUT_ERROR}, ${WITHOUT_LEASE} WHERE id = ? AND ${mayBecome('COMPLETED')}`,
    [stored.now, stored.bytes, stored.durationMs, id],
  );
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
