import { ApiProperty } from '@pezzottify/http-edge';
import { IsString } from 'class-validator';
import { PASSWORD_RULE } from '../passwords.js';

export class PasswordDto {
  @ApiProperty({ description: PASSWORD_RULE })
  @IsString()
  password: string;
}
