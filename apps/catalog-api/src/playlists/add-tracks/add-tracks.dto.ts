import { ApiProperty, HasIdLength } from '@pezzottify/http-edge';
import { IsArray, IsString } from 'class-validator';

/** `tracks_ids`, not `track_ids`: so it is spelled by existing clients. */
export class AddTracksDto {
  @ApiProperty({ description: 'Tracks of the catalog, to be put at the end; the playlist may have at most 300' })
  @IsArray()
  @IsString({ each: true })
  @HasIdLength({ each: true })
  tracks_ids: string[];
}
