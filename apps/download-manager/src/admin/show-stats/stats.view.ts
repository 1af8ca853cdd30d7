import { ApiProperty } from '@pezzottify/http-edge';

class DownloaderStats {
  @ApiProperty() online: boolean;
  @ApiProperty({ type: 'string', nullable: true }) state: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) uptime_secs: number | null;
  @ApiProperty({ type: 'string', nullable: true }) last_error: string | null;
}

class QueueStats {
  @ApiProperty() pending: number;
  @ApiProperty() in_progress: number;
  @ApiProperty() retry_waiting: number;
  @ApiProperty() completed_today: number;
  @ApiProperty() failed_today: number;
}

class CapacityStats {
  @ApiProperty() albums_this_hour: number;
  @ApiProperty() max_per_hour: number;
  @ApiProperty() albums_today: number;
  @ApiProperty() max_per_day: number;
}

class ProcessingStats {
  @ApiProperty({ type: 'number', nullable: true }) average_duration_ms: number | null;
  @ApiProperty({ type: 'number', nullable: true }) success_rate_percent: number | null;
}

/** HTTP contract, section 8.2. */
export class Stats {
  @ApiProperty() downloader: DownloaderStats;
  @ApiProperty() queue: QueueStats;
  @ApiProperty() capacity: CapacityStats;
  @ApiProperty() processing: ProcessingStats;
}
