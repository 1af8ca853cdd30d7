import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  BodyOf,
  IdParam,
  Refuses,
} from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { listHandles } from '../storage/user/account.repository.js';
import { USER_DATABASE } from '../tokens.js';
import { USER, USERS } from './accounts-schemas.js';
import { AddUserDto } from './add-user/add-user.dto.js';
import { AddUserUsecase } from './add-user/add-user.usecase.js';
import { DeleteUserUsecase } from './delete-user/delete-user.usecase.js';

@ApiTags('users')
@Controller('v1/admin/users')
export class UsersController {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly addUser: AddUserUsecase,
    private readonly deleteUser: DeleteUserUsecase,
  ) {}

  @Get()
  @PermissionRequired('ManagePermissions', { bucket: 'user-read' })
  @ApiOperation({ summary: 'Every user' })
  @ApiOkResponse({ description: 'By id', schema: USERS })
  async list() {
    const users = await listHandles(this.database.reads);
    return users.map(({ userId, handle }) => ({ user_handle: handle, user_id: userId }));
  }

  @Post()
  @HttpCode(201)
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Adds a user, without role and password' })
  @ApiCreatedResponse({ description: 'The user', schema: USER })
  @Refuses('INVALID_VALUE', 'ALREADY_EXISTS')
  async add(@BodyOf(AddUserDto) { user_handle }: AddUserDto) {
    return { user_id: await this.addUser.execute(user_handle), user_handle };
  }

  @Delete(':handle')
  @HttpCode(204)
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Deletes a user and everything that is the user’s; devices stay' })
  @ApiNoContentResponse({ description: 'Empty' })
  @Refuses('OWN_ACCOUNT')
  delete(@CurrentSession() { user_id }: Session, @IdParam('handle') handle: string): Promise<void> {
    return this.deleteUser.execute(handle, user_id);
  }
}
