import { DOWNLOAD_PRIORITIES, type DownloadPriority, type DownloadProgress } from '@pezzottify/contracts';
import { type Waiting } from '../../queue/waiting-reason.js';
import { type QueueItem } from '../../storage/queue-item.js';
import { type QueueItemView, type RequestView } from './queue-item.view.js';

export function toQueueItem(item: QueueItem): Readonly<QueueItemView> {
  return {
    id: item.id,
    parent_id: item.parentId,
    status: item.status,
    priority: priorityWord(item.priority),
    content_type: item.contentType,
    content_id: item.contentId,
    content_name: item.contentName,
    artist_name: item.artistName,
    request_source: item.requestSource,
    requested_by_user_id: item.requestedByUserId,
    created_at: item.createdAt,
    started_at: item.startedAt,
    completed_at: item.completedAt,
    last_attempt_at: item.lastAttemptAt,
    next_retry_at: item.nextRetryAt,
    retry_count: item.retryCount,
    max_retries: item.maxRetries,
    error_type: item.errorType,
    error_message: item.errorMessage,
    bytes_downloaded: item.bytesDownloaded,
    processing_duration_ms: item.processingDurationMs,
  };
}

export function toRequestView(
  item: QueueItem,
  progress: DownloadProgress | null,
  position: number | null,
  waiting: Waiting,
): RequestView {
  return {
    ...toQueueItem(item),
    content_name: item.contentName ?? item.contentId,
    progress,
    queue_position: position,
    waiting_reason: waiting.reason,
    earliest_start_at: waiting.earliestStartAt,
  };
}

const priorityWord = (priority: number): DownloadPriority => DOWNLOAD_PRIORITIES[priority - 1] ?? 'User';
