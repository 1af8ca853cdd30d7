import { ApiProperty } from '@pezzottify/http-edge';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { MAX_PASSWORD_LENGTH } from '../../accounts/passwords.js';

export class LoginDto {
  @ApiProperty({ example: 'maria' })
  @IsString()
  user_handle: string;

  @IsString()
  @MaxLength(MAX_PASSWORD_LENGTH)
  password: string;

  @ApiProperty({ description: '8 to 64 ASCII letters, digits and -, once trimmed', example: 'a1b2c3d4-0000' })
  @IsString()
  device_uuid: string;

  @ApiProperty({ description: 'web, android or ios; anything else counts as unknown', example: 'web' })
  @IsString()
  device_type: string;

  @ApiProperty({ description: 'Cut to 100 bytes' })
  @IsOptional()
  @IsString()
  device_name?: string | null;

  @ApiProperty({ description: 'Cut to 200 bytes' })
  @IsOptional()
  @IsString()
  os_info?: string | null;
}
