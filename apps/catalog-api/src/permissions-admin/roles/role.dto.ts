import { ApiProperty } from '@pezzottify/http-edge';
import { ROLES } from '@pezzottify/permissions';
import { IsString } from 'class-validator';

export class RoleDto {
  @ApiProperty({ description: `${ROLES.join(' or ')}, in any case`, example: ROLES[0] })
  @IsString()
  role: string;
}
