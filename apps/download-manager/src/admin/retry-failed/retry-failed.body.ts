import {
  DOWNLOAD_CONTENT_TYPES,
  DOWNLOAD_ERROR_TYPES,
  type DownloadContentType,
  type DownloadErrorType,
} from '@pezzottify/contracts';
import { ApiPropertyOptional, HasIdLength } from '@pezzottify/http-edge';
import { IsIn, IsInt, IsOptional, IsString, Max, Min, ValidateIf } from 'class-validator';

/** What one call may put back; more would hold up claims for too long. */
export const MOST_AT_ONCE = 500;

const given = (_: object, value: unknown): boolean => value !== undefined && value !== null;
const Optional = (): PropertyDecorator => ValidateIf(given);

/** What is left out, or null, is not asked for. */
export class RetryFailedBody {
  @ApiPropertyOptional({ enum: [...DOWNLOAD_CONTENT_TYPES], nullable: true })
  @Optional()
  @IsIn(DOWNLOAD_CONTENT_TYPES)
  content_type?: DownloadContentType | null;

  @ApiPropertyOptional({ enum: [...DOWNLOAD_ERROR_TYPES], nullable: true })
  @Optional()
  @IsIn(DOWNLOAD_ERROR_TYPES)
  error_type?: DownloadErrorType | null;

  @ApiPropertyOptional({ type: 'string', nullable: true })
  @Optional()
  @IsString()
  @HasIdLength()
  user_id?: string | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Failed at or after this moment.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  since?: number | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Failed at or before this moment.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  until?: number | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, default: MOST_AT_ONCE })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_AT_ONCE)
  limit?: number | null;
}
