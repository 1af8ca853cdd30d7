import { IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';

const MAX_REASON = 500;
const YEAR_SECONDS = 366 * 86_400;

export class PauseDto {
  @IsString()
  @Length(1, MAX_REASON)
  reason: string;

  /** RFC 3339. */
  @IsOptional()
  @IsString()
  expires_at?: string | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(YEAR_SECONDS)
  duration_secs?: number | null;
}

export class CancelDto {
  @IsOptional()
  @IsString()
  @MaxLength(MAX_REASON)
  reason?: string | null;
}
