import { ApiProperty } from '@pezzottify/http-edge';
import { IsArray, IsInt, Min } from 'class-validator';

export class RemoveTracksDto {
  @ApiProperty({ description: 'Counted from 0 on the stored list; where nothing stands, nothing is removed' })
  @IsArray()
  @IsInt({ each: true })
  @Min(0, { each: true })
  tracks_positions: number[];
}
