import { ApiProperty } from '@pezzottify/http-edge';
import { type Period, PERIODS } from './periods.js';

class HistoryEntry {
  @ApiProperty() period_start: number;
  @ApiProperty() albums: number;
  @ApiProperty() tracks: number;
  @ApiProperty() images: number;
  @ApiProperty() bytes: number;
  @ApiProperty() failures: number;
}

/** HTTP contract, section 8.3. */
export class History {
  @ApiProperty({ enum: [...PERIODS] }) period: Period;
  @ApiProperty({ type: [HistoryEntry] }) entries: HistoryEntry[];
  @ApiProperty() total_albums: number;
  @ApiProperty() total_tracks: number;
  @ApiProperty() total_images: number;
  @ApiProperty() total_bytes: number;
  @ApiProperty() total_failures: number;
}
