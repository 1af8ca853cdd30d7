import { ApiProperty, HasIdLength } from '@pezzottify/http-edge';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const MAX_TEXT = 1000;
/** The end of the year 9999: later days have no YYYYMMDD. */
const MAX_INSTANT = 253_402_300_799;
/** So that no sum over them can leave the integers. */
const MAX_COUNT = 2 ** 31 - 1;

/** Body of POST /v1/user/listening. */
export class RecordListeningDto {
  @ApiProperty({ description: 'Not looked for in the catalog', example: 't1' })
  @IsString()
  @HasIdLength()
  track_id: string;

  @ApiProperty({ description: 'Reports with the same one are about the same play' })
  @IsOptional()
  @IsString()
  @HasIdLength()
  session_id?: string | null;

  @ApiProperty({ description: 'Unix seconds; missing: now' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_INSTANT)
  started_at?: number | null;

  @ApiProperty({ description: 'Unix seconds; missing: not ended yet' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_INSTANT)
  ended_at?: number | null;

  @IsInt()
  @Min(0)
  @Max(MAX_COUNT)
  duration_seconds: number;

  @IsInt()
  @Min(0)
  @Max(MAX_COUNT)
  track_duration_seconds: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_COUNT)
  seek_count?: number | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_COUNT)
  pause_count?: number | null;

  @ApiProperty({ description: 'album, playlist, queue, track, search or any other word', example: 'album' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  playback_context?: string | null;

  @ApiProperty({ description: 'web, android, ios or any other word', example: 'web' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  client_type?: string | null;
}
