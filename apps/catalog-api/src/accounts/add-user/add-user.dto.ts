import { ApiProperty } from '@pezzottify/http-edge';
import { IsString } from 'class-validator';
import { HANDLE_RULE } from '../handles.js';

export class AddUserDto {
  @ApiProperty({ description: `Kept as typed; ${HANDLE_RULE}`, example: 'ivo' })
  @IsString()
  user_handle: string;
}
