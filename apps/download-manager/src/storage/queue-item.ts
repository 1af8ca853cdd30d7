import { type QueueItemEntity } from './entities/queue-item.entity.js';

export { type WaitingCause } from './entities/queue-item.entity.js';

/** A row of download_queue. */
export type QueueItem = Omit<QueueItemEntity, 'parent'>;

const COLUMN_OF: Readonly<Record<keyof QueueItem, string>> = {
  id: 'id',
  parentId: 'parent_id',
  status: 'status',
  priority: 'priority',
  contentType: 'content_type',
  contentId: 'content_id',
  contentName: 'content_name',
  artistName: 'artist_name',
  requestSource: 'request_source',
  requestedByUserId: 'requested_by_user_id',
  createdAt: 'created_at',
  startedAt: 'started_at',
  completedAt: 'completed_at',
  lastAttemptAt: 'last_attempt_at',
  nextRetryAt: 'next_retry_at',
  retryCount: 'retry_count',
  maxRetries: 'max_retries',
  errorType: 'error_type',
  errorMessage: 'error_message',
  bytesDownloaded: 'bytes_downloaded',
  processingDurationMs: 'processing_duration_ms',
  leaseToken: 'lease_token',
  leaseOwner: 'lease_owner',
  leaseExpiresAt: 'lease_expires_at',
  expandedAt: 'expanded_at',
  waitingCause: 'waiting_cause',
  retriedAt: 'retried_at',
};

/** For SELECT and RETURNING: these columns under the names they have in {@link QueueItem}. */
export const itemColumns = (names: readonly (keyof QueueItem)[], table?: string): string =>
  names.map((name) => `${table === undefined ? '' : `${table}.`}${COLUMN_OF[name]} AS ${name}`).join(', ');

export const ALL_COLUMNS = Object.keys(COLUMN_OF) as (keyof QueueItem)[];
export const ITEM_COLUMNS = itemColumns(ALL_COLUMNS);
