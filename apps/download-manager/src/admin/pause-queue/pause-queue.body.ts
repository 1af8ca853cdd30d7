import { ApiProperty, ApiPropertyOptional } from '@pezzottify/http-edge';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const LONGEST_REASON = 500;
const LONGEST_SECONDS = 10 * 366 * 86_400;

export class PauseQueueBody {
  @ApiProperty({ description: 'Shown to whoever asks why nothing moves.' })
  @IsString()
  @Matches(/\S/, { message: 'reason must not be blank' })
  @MaxLength(LONGEST_REASON)
  reason: string;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Unix seconds; null = until it is resumed.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  expires_at?: number | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Seconds from now, in place of `expires_at`.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_SECONDS)
  duration_secs?: number | null;
}
