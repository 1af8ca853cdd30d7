import { type DownloadProgress } from '@pezzottify/contracts';
import { ApiProperty, ApiPropertyOptional } from '@pezzottify/http-edge';
import { ProgressView, QueueItemView } from '../../intake/request-view/queue-item.view.js';
import { type WaitingReason } from '../../queue/waiting-reason.js';

/** A QueueItem with why it waits; `progress` only where top-level items alone are asked for. */
export class ListedItem extends QueueItemView {
  @ApiProperty({ type: 'integer', nullable: true }) queue_position: number | null;
  @ApiProperty({ type: 'string', nullable: true }) waiting_reason: WaitingReason | null;
  @ApiProperty({ type: 'integer', nullable: true }) earliest_start_at: number | null;
  @ApiPropertyOptional({ type: ProgressView, nullable: true }) progress?: DownloadProgress | null;
}

export class ListedItems {
  @ApiProperty({ type: [ListedItem] }) items: ListedItem[];
}
