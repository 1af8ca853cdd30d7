import { ApiProperty } from '@pezzottify/http-edge';

/** HTTP contract, section 8.4. A megabyte has 1048576 bytes. */
export class ThrottleView {
  @ApiProperty() enabled: boolean;
  @ApiProperty() max_mb_per_minute: number;
  @ApiProperty() max_mb_per_hour: number;
  @ApiProperty() current_mb_last_minute: number;
  @ApiProperty() current_mb_last_hour: number;
  @ApiProperty() is_throttled: boolean;
}
