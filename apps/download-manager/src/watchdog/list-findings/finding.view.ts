import { DOWNLOAD_STATUSES, type DownloadStatus } from '@pezzottify/contracts';
import { ApiProperty } from '@pezzottify/http-edge';
import { type MediaContentType } from '../../storage/entities/watchdog-finding.entity.js';
import { type ListedFinding } from '../../storage/watchdog-findings.repository.js';
import type { Problem } from '../files/media-files.thread.js';
import { CONTENT_TYPE_OF } from '../media-lists.js';

const PROBLEMS: readonly Problem[] = ['missing', 'empty', 'truncated', 'changed', 'unreadable'];
const text = (): PropertyDecorator => ApiProperty({ type: 'string', nullable: true });
const count = (): PropertyDecorator => ApiProperty({ type: 'integer', nullable: true });

/** A file that is not as it should be. */
export class FindingView {
  @ApiProperty() id: number;
  @ApiProperty({ enum: Object.values(CONTENT_TYPE_OF) }) content_type: MediaContentType;
  @ApiProperty() content_id: string;
  @text() content_name: string | null;
  @ApiProperty({ description: 'Below the media root' }) uri: string;
  @ApiProperty({ enum: [...PROBLEMS] }) problem: Problem;
  @count() expected_bytes: number | null;
  @count() found_bytes: number | null;
  @ApiProperty() found_at: number;
  @ApiProperty({ description: 'By the last scan that saw it so' }) seen_at: number;
  @text() queue_item_id: string | null;
  @ApiProperty({ enum: [...DOWNLOAD_STATUSES], nullable: true }) repair_status: DownloadStatus | null;
}

export class FindingPage {
  @ApiProperty({ type: [FindingView] }) items: FindingView[];
  @ApiProperty() total_count: number;
  @ApiProperty() has_more: boolean;
}

export const toFindingView = (finding: ListedFinding): FindingView => ({
  id: finding.id,
  content_type: finding.contentType,
  content_id: finding.contentId,
  content_name: finding.contentName,
  uri: finding.uri,
  problem: finding.problem,
  expected_bytes: finding.expectedBytes,
  found_bytes: finding.foundBytes,
  found_at: finding.foundAt,
  seen_at: finding.seenAt,
  queue_item_id: finding.queueItemId,
  repair_status: finding.repairStatus,
});
