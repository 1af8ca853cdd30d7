import { DOWNLOAD_CONTENT_TYPES, type DownloadContentType } from '@pezzottify/contracts';
import { ApiProperty } from '@pezzottify/http-edge';

class WorkerItem {
  @ApiProperty() id: string;
  @ApiProperty({ enum: [...DOWNLOAD_CONTENT_TYPES] }) content_type: DownloadContentType;
  @ApiProperty() content_id: string;
  @ApiProperty({ type: 'string', nullable: true }) content_name: string | null;
  @ApiProperty() claimed_at: number;
  @ApiProperty() lease_expires_at: number;
}

/** `version`, `protocol` and `last_heartbeat_at` are null for a worker that holds work but has not spoken yet. */
export class WorkerView {
  @ApiProperty() name: string;
  @ApiProperty({ type: 'string', nullable: true }) version: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) protocol: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) last_heartbeat_at: number | null;
  @ApiProperty({ type: 'string', nullable: true, description: 'Why it gets no work.' }) refusal: string | null;
  @ApiProperty({ type: [WorkerItem] }) items: WorkerItem[];
}

export class Workers {
  @ApiProperty({ type: [WorkerView] }) workers: WorkerView[];
}
