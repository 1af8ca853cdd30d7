import { ApiProperty } from '@pezzottify/http-edge';
import { PERMISSIONS, type PermissionName } from '@pezzottify/permissions';
import { IsInt, IsOptional, IsString } from 'class-validator';

const NAMES: readonly PermissionName[] = PERMISSIONS.map(({ name }) => name);

/** Words and numbers that cannot be used are not the body's fault but the value's: another refusal than a wrong type. */
export class GrantDto {
  @ApiProperty({ enum: NAMES })
  @IsString()
  permission: string;

  @ApiProperty({ minimum: 1, description: 'Missing: without end' })
  @IsOptional()
  @IsInt()
  duration_seconds?: number | null;

  @ApiProperty({ minimum: 1, description: 'How many requests it admits; missing: any number' })
  @IsOptional()
  @IsInt()
  countdown?: number | null;
}
