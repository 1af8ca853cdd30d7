import { ApiProperty } from '@pezzottify/http-edge';

class ActivityTotals {
  @ApiProperty() albums: number;
  @ApiProperty() tracks: number;
  @ApiProperty() bytes: number;
}

class ActivityHour extends ActivityTotals {
  @ApiProperty({ format: 'date-time' }) hour: string;
}

/** HTTP contract, section 8.3. */
export class ActivityView {
  @ApiProperty({ type: [ActivityHour] }) hourly: ActivityHour[];
  @ApiProperty() totals: ActivityTotals;
}
