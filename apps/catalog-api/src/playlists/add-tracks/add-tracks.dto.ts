import { MAX_ID_LENGTH } from '@pezzottify/contracts';
import { ApiProperty } from '@pezzottify/http-edge';
import { IsArray, IsString, Length } from 'class-validator';

/** `tracks_ids`, not `track_ids`: so it is spelled by existing clients. */
export class AddTracksDto {
  @ApiProperty({ description: 'Tracks of the catalog, to be put at the end; the playlist may have at most 300' })
  @IsArray()
  @IsString({ each: true })
  @Length(1, MAX_ID_LENGTH, { each: true })
  tracks_ids: string[];
}
