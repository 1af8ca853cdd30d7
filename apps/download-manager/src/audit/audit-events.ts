import {
  type DownloadContentType,
  type DownloadErrorType,
  type DownloadSource,
  type DownloadStatus,
} from '@pezzottify/contracts';

interface Failure {
  error_type: DownloadErrorType;
  error_message: string;
}

/** What each kind of entry says in its details (HTTP contract, section 8.6). */
export interface AuditDetails {
  REQUEST_CREATED: {
    queue_position: number | null;
    priority: number;
    content_name: string | null;
    artist_name: string | null;
  };
  DOWNLOAD_STARTED: null;
  CHILDREN_CREATED: { children_count: number; track_count: number; image_count: number };
  DOWNLOAD_COMPLETED: { bytes_downloaded: number; duration_ms: number; tracks_downloaded?: number };
  DOWNLOAD_FAILED: Failure & { retry_count: number };
  RETRY_SCHEDULED: Failure & { retry_count: number; next_retry_at: number; backoff_secs: number };
  REQUEST_CANCELLED: { previous_status: DownloadStatus };
  ADMIN_RETRY: {
    previous_retry_count: number;
    previous_error_type: DownloadErrorType | null;
    previous_error_message: string | null;
    force: boolean;
  };
  ADMIN_DELETE: { previous_status: DownloadStatus };
  WATCHDOG_SCAN_STARTED: null;
  WATCHDOG_QUEUED: { reason: 'missing_audio_file' | 'missing_album_image' | 'missing_artist_image' };
  WATCHDOG_SCAN_COMPLETED: {
    missing_track_audio_count: number;
    missing_album_images_count: number;
    missing_artist_images_count: number;
    total_missing: number;
    items_queued: number;
    items_skipped: number;
    scan_duration_ms: number;
    is_clean: boolean;
  };
  QUEUE_PAUSED: { reason: string; expires_at: number | null };
  QUEUE_RESUMED: { paused_at: number; paused_by: string };
}

/** The words the log can be searched for; the compiler keeps them in step with {@link AuditDetails}. */
const KNOWN: Readonly<Record<AuditEventType, true>> = {
  REQUEST_CREATED: true,
  DOWNLOAD_STARTED: true,
  CHILDREN_CREATED: true,
  DOWNLOAD_COMPLETED: true,
  DOWNLOAD_FAILED: true,
  RETRY_SCHEDULED: true,
  REQUEST_CANCELLED: true,
  ADMIN_RETRY: true,
  ADMIN_DELETE: true,
  WATCHDOG_SCAN_STARTED: true,
  WATCHDOG_QUEUED: true,
  WATCHDOG_SCAN_COMPLETED: true,
  QUEUE_PAUSED: true,
  QUEUE_RESUMED: true,
};
export const AUDIT_EVENT_TYPES = Object.keys(KNOWN) as AuditEventType[];

export type AuditEventType = keyof AuditDetails;

/** About the queue as a whole: no item, and nobody's request. */
export type QueueEventType = 'WATCHDOG_SCAN_STARTED' | 'WATCHDOG_SCAN_COMPLETED' | 'QUEUE_PAUSED' | 'QUEUE_RESUMED';

interface AboutQueue {
  queueItemId: null;
  contentType: null;
  contentId: null;
  /** Who did it; nobody for what happens by itself. */
  userId: string | null;
  requestSource: null;
}

interface AboutItem {
  queueItemId: string;
  contentType: DownloadContentType;
  contentId: string;
  userId: string | null;
  requestSource: DownloadSource;
}

export type AuditEntry = {
  [Type in AuditEventType]: (Type extends QueueEventType ? AboutQueue : AboutItem) & {
    eventType: Type;
    details: AuditDetails[Type];
  };
}[AuditEventType];
