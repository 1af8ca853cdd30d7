import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  BodyOf,
  IdParam,
  Refuses,
} from '@pezzottify/http-edge';
import { USER_ROLES } from '../permissions-schemas.js';
import { ReadPrivilegesUsecase } from '../read-privileges.usecase.js';
import { AddRoleUsecase } from './add-role.usecase.js';
import { RemoveRoleUsecase } from './remove-role.usecase.js';
import { RoleDto } from './role.dto.js';

@ApiTags('users')
@Controller('v1/admin/users/:handle/roles')
export class RolesController {
  constructor(
    private readonly privileges: ReadPrivilegesUsecase,
    private readonly addRole: AddRoleUsecase,
    private readonly removeRole: RemoveRoleUsecase,
  ) {}

  @Get()
  @PermissionRequired('ManagePermissions', { bucket: 'user-read' })
  @ApiOperation({ summary: 'The roles of a user' })
  @ApiOkResponse({ description: 'The roles', schema: USER_ROLES })
  async list(@IdParam('handle') handle: string) {
    return { user_handle: handle, roles: await this.privileges.roles(handle) };
  }

  @Post()
  @HttpCode(201)
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Gives a user a role' })
  @ApiCreatedResponse({ description: 'Empty, also if the user had it' })
  @Refuses('UNKNOWN_ROLE')
  add(@BodyOf(RoleDto) { role }: RoleDto, @IdParam('handle') handle: string): Promise<void> {
    return this.addRole.execute(handle, role);
  }

  @Delete(':role')
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Takes a role from a user' })
  @ApiOkResponse({ description: 'Empty, also if the user did not have it' })
  @Refuses('UNKNOWN_ROLE')
  remove(@IdParam('role') role: string, @IdParam('handle') handle: string): Promise<void> {
    return this.removeRole.execute(handle, role);
  }
}
