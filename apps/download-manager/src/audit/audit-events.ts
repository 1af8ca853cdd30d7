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
}

export type AuditEventType = keyof AuditDetails;

interface AboutItem {
  queueItemId: string;
  contentType: DownloadContentType;
  contentId: string;
  userId: string | null;
  requestSource: DownloadSource;
}

export type AuditEntry = {
  [Type in AuditEventType]: AboutItem & { eventType: Type; details: AuditDetails[Type] };
}[AuditEventType];
