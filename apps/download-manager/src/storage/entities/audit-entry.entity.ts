import { type DownloadContentType, type DownloadSource } from '@pezzottify/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { type AuditEventType } from '../../audit/audit-events.js';

/** No foreign key: entries outlive the items they tell about. */
@Entity('download_audit_log')
@Index('download_audit_log_timestamp', ['timestamp'])
@Index('download_audit_log_item', ['queueItemId'])
@Index('download_audit_log_user', ['userId', 'timestamp'])
@Index('download_audit_log_event', ['eventType', 'timestamp'])
@Index('download_audit_log_content', ['contentType', 'contentId'])
@Index('download_audit_log_requests', ['userId', 'timestamp'], { where: `event_type = 'REQUEST_CREATED'` })
export class AuditEntryEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column('integer')
  timestamp: number;

  @Column('text', { name: 'event_type' })
  eventType: AuditEventType;

  @Column('text', { name: 'queue_item_id', nullable: true })
  queueItemId: string | null;

  @Column('text', { name: 'content_type', nullable: true })
  contentType: DownloadContentType | null;

  @Column('text', { name: 'content_id', nullable: true })
  contentId: string | null;

  @Column('text', { name: 'user_id', nullable: true })
  userId: string | null;

  @Column('text', { name: 'request_source', nullable: true })
  requestSource: DownloadSource | null;

  /** JSON. */
  @Column('text', { nullable: true })
  details: string | null;
}
