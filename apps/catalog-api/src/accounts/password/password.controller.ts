import { Controller, Delete, Get, HttpCode, Inject, Put } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  BodyOf,
  IdParam,
  Refuses,
} from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { USER_DATABASE } from '../../tokens.js';
import { accountOf } from '../account-of.js';
import { CREDENTIALS } from '../accounts-schemas.js';
import { ChangePasswordUsecase } from './change-password.usecase.js';
import { PasswordDto } from './password.dto.js';
import { RemovePasswordUsecase } from './remove-password.usecase.js';

@ApiTags('users')
@Controller('v1/admin/users/:handle')
export class PasswordController {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly changePassword: ChangePasswordUsecase,
    private readonly removePassword: RemovePasswordUsecase,
  ) {}

  @Get('credentials')
  @PermissionRequired('ManagePermissions', { bucket: 'user-read' })
  @ApiOperation({ summary: 'How a user can sign in' })
  @ApiOkResponse({ description: 'Whether there is a password', schema: CREDENTIALS })
  async credentials(@IdParam('handle') handle: string) {
    const { passwordHash } = await accountOf(this.database.reads, handle);
    return { user_handle: handle, has_password: passwordHash !== null };
  }

  @Put('password')
  @HttpCode(204)
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Sets or changes the password of a user, whose sessions end' })
  @ApiNoContentResponse({ description: 'Empty' })
  @Refuses('INVALID_VALUE')
  change(@BodyOf(PasswordDto) { password }: PasswordDto, @IdParam('handle') handle: string): Promise<void> {
    return this.changePassword.execute(handle, password);
  }

  @Delete('password')
  @HttpCode(204)
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Removes the password of a user, whose sessions end' })
  @ApiNoContentResponse({ description: 'Empty, also if there was none' })
  remove(@IdParam('handle') handle: string): Promise<void> {
    return this.removePassword.execute(handle);
  }
}
