import { ApiProperty, HasIdLength } from '@pezzottify/http-edge';
import { IsArray, IsString, MaxLength } from 'class-validator';
import { MAX_NAME } from '../playlist-limits.js';

export class CreatePlaylistDto {
  @ApiProperty({ example: 'Gym' })
  @IsString()
  @MaxLength(MAX_NAME)
  name: string;

  @ApiProperty({ description: 'In this order, duplicates included; at most 300' })
  @IsArray()
  @IsString({ each: true })
  @HasIdLength({ each: true })
  track_ids: string[];
}
