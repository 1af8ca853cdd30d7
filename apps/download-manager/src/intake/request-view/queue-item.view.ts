import {
  DOWNLOAD_CONTENT_TYPES,
  DOWNLOAD_ERROR_TYPES,
  DOWNLOAD_PRIORITIES,
  DOWNLOAD_SOURCES,
  DOWNLOAD_STATUSES,
  type DownloadContentType,
  type DownloadErrorType,
  type DownloadPriority,
  type DownloadProgress,
  type DownloadSource,
  type DownloadStatus,
} from '@pezzottify/contracts';
import { ApiProperty } from '@pezzottify/http-edge';
import { type WaitingReason } from '../../queue/waiting-reason.js';

const text = (): PropertyDecorator => ApiProperty({ type: 'string', nullable: true });
const integer = (): PropertyDecorator => ApiProperty({ type: 'integer', nullable: true });
const word = (words: readonly string[], more: { nullable?: boolean } = {}): PropertyDecorator =>
  ApiProperty({ enum: [...words], ...more });

/** HTTP contract, section 8.1. Instants are unix seconds. */
export class QueueItemView {
  @ApiProperty() id: string;
  @text() parent_id: string | null;
  @word(DOWNLOAD_STATUSES) status: DownloadStatus;
  @word(DOWNLOAD_PRIORITIES) priority: DownloadPriority;
  @word(DOWNLOAD_CONTENT_TYPES) content_type: DownloadContentType;
  @ApiProperty() content_id: string;
  @text() content_name: string | null;
  @text() artist_name: string | null;
  @word(DOWNLOAD_SOURCES) request_source: DownloadSource;
  @text() requested_by_user_id: string | null;
  @ApiProperty() created_at: number;
  @integer() started_at: number | null;
  @integer() completed_at: number | null;
  @integer() last_attempt_at: number | null;
  @integer() next_retry_at: number | null;
  @ApiProperty() retry_count: number;
  @ApiProperty() max_retries: number;
  @word(DOWNLOAD_ERROR_TYPES, { nullable: true }) error_type: DownloadErrorType | null;
  @text() error_message: string | null;
  @integer() bytes_downloaded: number | null;
  @integer() processing_duration_ms: number | null;
}

export class ProgressView implements DownloadProgress {
  @ApiProperty() total_children: number;
  @ApiProperty() completed: number;
  @ApiProperty() failed: number;
  @ApiProperty() pending: number;
  @ApiProperty() in_progress: number;
}

/** HTTP contract, section 7. */
export class RequestView extends QueueItemView {
  @ApiProperty() declare content_name: string;
  @ApiProperty({ type: ProgressView, nullable: true }) progress: DownloadProgress | null;
  @integer() queue_position: number | null;
  @text() waiting_reason: WaitingReason | null;
  @integer() earliest_start_at: number | null;
}
