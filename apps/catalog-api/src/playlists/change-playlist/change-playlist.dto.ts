import { ApiProperty, HasIdLength } from '@pezzottify/http-edge';
import { IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { MAX_NAME } from '../playlist-limits.js';

export class ChangePlaylistDto {
  @ApiProperty({ description: 'Missing: stays as it is' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  name?: string | null;

  @ApiProperty({ description: 'All tracks from now on, at most 300. Missing: they stay as they are' })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  @HasIdLength({ each: true })
  track_ids?: string[] | null;
}
