import {
  DOWNLOAD_CONTENT_TYPES,
  DOWNLOAD_SOURCES,
  type DownloadContentType,
  type DownloadSource,
} from '@pezzottify/contracts';
import { ApiProperty } from '@pezzottify/http-edge';
import { AUDIT_EVENT_TYPES, type AuditEventType } from '../../audit/audit-events.js';
import { QueueItemView } from '../../intake/request-view/queue-item.view.js';

const text = (): PropertyDecorator => ApiProperty({ type: 'string', nullable: true });
const word = (words: readonly string[]): PropertyDecorator => ApiProperty({ enum: [...words], nullable: true });

/** HTTP contract, section 8.6. */
export class AuditEntryView {
  @ApiProperty() id: number;
  @ApiProperty() timestamp: number;
  @ApiProperty({ enum: [...AUDIT_EVENT_TYPES] }) event_type: AuditEventType;
  @text() queue_item_id: string | null;
  @word(DOWNLOAD_CONTENT_TYPES) content_type: DownloadContentType | null;
  @text() content_id: string | null;
  @text() user_id: string | null;
  @word(DOWNLOAD_SOURCES) request_source: DownloadSource | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) details: object | null;
}

export class AuditPage {
  @ApiProperty({ type: [AuditEntryView] }) entries: AuditEntryView[];
  @ApiProperty() total_count: number;
  @ApiProperty() has_more: boolean;
}

export class ItemAudit {
  @ApiProperty({ type: QueueItemView, nullable: true }) queue_item: QueueItemView | null;
  @ApiProperty({ type: [AuditEntryView] }) events: AuditEntryView[];
}
