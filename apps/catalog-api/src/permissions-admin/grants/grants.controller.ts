import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  BodyOf,
  IdParam,
  IntParam,
  Refuses,
} from '@pezzottify/http-edge';
import { visiblePermissions } from '@pezzottify/permissions';
import { type Clock } from '@pezzottify/service-runner';
import { CLOCK } from '../../tokens.js';
import { NEW_GRANT, USER_GRANTS, USER_PERMISSIONS } from '../permissions-schemas.js';
import { ReadPrivilegesUsecase } from '../read-privileges.usecase.js';
import { GrantPermissionUsecase } from './grant-permission.usecase.js';
import { GrantDto } from './grant.dto.js';
import { grantJson, visibleGrants } from './grant.mapper.js';
import { requestedGrant } from './requested-grant.js';
import { RevokeGrantUsecase } from './revoke-grant.usecase.js';

@ApiTags('users')
@Controller('v1/admin')
export class GrantsController {
  constructor(
    private readonly privileges: ReadPrivilegesUsecase,
    private readonly grantPermission: GrantPermissionUsecase,
    private readonly revokeGrant: RevokeGrantUsecase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('users/:handle/permissions')
  @PermissionRequired('ManagePermissions', { bucket: 'user-read' })
  @ApiOperation({ summary: 'What a user may do, by all roles and active grants' })
  @ApiOkResponse({ description: 'By id', schema: USER_PERMISSIONS })
  async permissions(@CurrentSession() { device_type }: Session, @IdParam('handle') handle: string) {
    const permissions = await this.privileges.permissions(handle);
    return { user_handle: handle, permissions: visiblePermissions(permissions, device_type) };
  }

  @Get('users/:handle/grants')
  @PermissionRequired('ManagePermissions', { bucket: 'user-read' })
  @ApiOperation({ summary: 'The grants of a user, also those that have ended' })
  @ApiOkResponse({ description: 'The oldest first', schema: USER_GRANTS })
  async grants(@CurrentSession() { device_type }: Session, @IdParam('handle') handle: string) {
    const grants = visibleGrants(await this.privileges.grants(handle), device_type);
    return { user_handle: handle, grants: grants.map((grant) => grantJson(grant, this.clock.seconds())) };
  }

  @Post('users/:handle/permissions')
  @HttpCode(201)
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Grants a user a permission, for good or within limits' })
  @ApiCreatedResponse({ description: 'The id of the grant', schema: NEW_GRANT })
  @Refuses('UNKNOWN_PERMISSION', 'INVALID_VALUE')
  async grant(@BodyOf(GrantDto) body: GrantDto, @IdParam('handle') handle: string) {
    return { permission_id: await this.grantPermission.execute(handle, requestedGrant(body)) };
  }

  @Delete('permissions/:permission_id')
  @PermissionRequired('ManagePermissions', { bucket: 'write' })
  @ApiOperation({ summary: 'Takes a grant back' })
  @ApiOkResponse({ description: 'Empty' })
  @Refuses('NOT_FOUND')
  revoke(@IntParam('permission_id', { min: Number.MIN_SAFE_INTEGER }) id: number): Promise<void> {
    return this.revokeGrant.execute(id);
  }
}
