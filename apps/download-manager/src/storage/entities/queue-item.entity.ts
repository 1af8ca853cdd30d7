import {
  type DownloadContentType,
  type DownloadErrorType,
  type DownloadSource,
  type DownloadStatus,
} from '@pezzottify/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

/** Why an item in RETRY_WAITING waits: its own failure, or catalog-api being away. */
export type WaitingCause = 'retry_wait' | 'catalog_unavailable';

const PENDING = `status = 'PENDING'`;
const TOP_LEVEL_ACTIVE = `parent_id IS NULL AND status IN ('PENDING', 'IN_PROGRESS', 'RETRY_WAITING')`;

@Entity('download_queue')
@Index('download_queue_status', ['status', 'priority', 'createdAt'])
@Index('download_queue_content', ['contentType', 'contentId'])
@Index('download_queue_user', ['requestedByUserId', 'createdAt'])
@Index('download_queue_children', ['parentId', 'status'])
@Index('download_queue_retry', ['nextRetryAt'], { where: `status = 'RETRY_WAITING'` })
@Index('download_queue_lease', ['leaseExpiresAt'], { where: 'lease_token IS NOT NULL' })
@Index('download_queue_completed', ['completedAt'])
@Index('download_queue_one_child', ['parentId', 'contentType', 'contentId'], {
  unique: true,
  where: 'parent_id IS NOT NULL',
})
@Index('download_queue_one_active', ['contentType', 'contentId'], { unique: true, where: TOP_LEVEL_ACTIVE })
// Indexes on expressions, which TypeORM cannot describe.
@Index('download_queue_media', { synchronize: false })
@Index('download_queue_age', { synchronize: false })
@Index('download_queue_top_lane', ['priority', 'contentType', 'createdAt'], {
  where: `${PENDING} AND parent_id IS NULL`,
})
@Index('download_queue_turn', ['priority', 'requestedByUserId', 'createdAt'], {
  where: `${PENDING} AND content_type = 'ALBUM'`,
})
@Index('download_queue_started_album', ['requestedByUserId', 'startedAt'], {
  where: `content_type = 'ALBUM' AND started_at IS NOT NULL`,
})
@Index('download_queue_active_of_user', ['requestedByUserId'], { where: TOP_LEVEL_ACTIVE })
export class QueueItemEntity {
  @PrimaryColumn('text')
  id: string;

  @ManyToOne(() => QueueItemEntity, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'download_queue_parent_id_fk' })
  parent: QueueItemEntity | null;

  @Column('text', { name: 'parent_id', nullable: true })
  parentId: string | null;

  @Column('text')
  status: DownloadStatus;

  /** 1 Watchdog, 2 User, 3 Expansion. */
  @Column('integer')
  priority: number;

  @Column('text', { name: 'content_type' })
  contentType: DownloadContentType;

  @Column('text', { name: 'content_id' })
  contentId: string;

  @Column('text', { name: 'content_name', nullable: true })
  contentName: string | null;

  @Column('text', { name: 'artist_name', nullable: true })
  artistName: string | null;

  @Column('text', { name: 'request_source' })
  requestSource: DownloadSource;

  /** The first asker, also after he has left a request that others share. */
  @Column('text', { name: 'requested_by_user_id', nullable: true })
  requestedByUserId: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  /** Of the first claim. */
  @Column('integer', { name: 'started_at', nullable: true })
  startedAt: number | null;

  @Column('integer', { name: 'completed_at', nullable: true })
  completedAt: number | null;

  /** Of the latest claim. */
  @Column('integer', { name: 'last_attempt_at', nullable: true })
  lastAttemptAt: number | null;

  @Column('integer', { name: 'next_retry_at', nullable: true })
  nextRetryAt: number | null;

  @Column('integer', { name: 'retry_count', default: 0 })
  retryCount: number;

  @Column('integer', { name: 'max_retries', default: 5 })
  maxRetries: number;

  @Column('text', { name: 'error_type', nullable: true })
  errorType: DownloadErrorType | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage: string | null;

  @Column('integer', { name: 'bytes_downloaded', nullable: true })
  bytesDownloaded: number | null;

  @Column('integer', { name: 'processing_duration_ms', nullable: true })
  processingDurationMs: number | null;

  @Column('text', { name: 'lease_token', nullable: true })
  leaseToken: string | null;

  /** Name of the worker, for people who look. */
  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  @Column('integer', { name: 'lease_expires_at', nullable: true })
  leaseExpiresAt: number | null;

  /** When the children were created. */
  @Column('integer', { name: 'expanded_at', nullable: true })
  expandedAt: number | null;

  @Column('text', { name: 'waiting_cause', nullable: true })
  waitingCause: WaitingCause | null;

  /** When an administrator last had it tried again. */
  @Column('integer', { name: 'retried_at', nullable: true })
  retriedAt: number | null;
}
