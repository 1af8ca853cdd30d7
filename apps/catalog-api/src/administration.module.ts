import { Module } from '@nestjs/common';
import { AddUserUsecase } from './accounts/add-user/add-user.usecase.js';
import { DeleteUserUsecase } from './accounts/delete-user/delete-user.usecase.js';
import { ChangePasswordUsecase } from './accounts/password/change-password.usecase.js';
import { PasswordController } from './accounts/password/password.controller.js';
import { RemovePasswordUsecase } from './accounts/password/remove-password.usecase.js';
import { UsersController } from './accounts/users.controller.js';
import { BandwidthController } from './bandwidth/bandwidth.controller.js';
import { ReadBandwidthUsecase } from './bandwidth/read-bandwidth.usecase.js';
import { OnlineUsersController } from './live-sync/online-users/online-users.controller.js';
import { EndedGrants } from './permissions-admin/ended-grants/ended-grants.js';
import { GrantPermissionUsecase } from './permissions-admin/grants/grant-permission.usecase.js';
import { GrantsController } from './permissions-admin/grants/grants.controller.js';
import { RevokeGrantUsecase } from './permissions-admin/grants/revoke-grant.usecase.js';
import { ReadPrivilegesUsecase } from './permissions-admin/read-privileges.usecase.js';
import { AddRoleUsecase } from './permissions-admin/roles/add-role.usecase.js';
import { RemoveRoleUsecase } from './permissions-admin/roles/remove-role.usecase.js';
import { RolesController } from './permissions-admin/roles/roles.controller.js';
import { RebootController } from './server-admin/reboot.controller.js';

/** What administrators do with users and the server, beside the catalog and the jobs. */
@Module({
  controllers: [
    BandwidthController,
    GrantsController,
    OnlineUsersController,
    PasswordController,
    RebootController,
    RolesController,
    UsersController,
  ],
  providers: [
    AddRoleUsecase,
    AddUserUsecase,
    ChangePasswordUsecase,
    DeleteUserUsecase,
    EndedGrants,
    GrantPermissionUsecase,
    ReadBandwidthUsecase,
    ReadPrivilegesUsecase,
    RemovePasswordUsecase,
    RemoveRoleUsecase,
    RevokeGrantUsecase,
  ],
})
export class AdministrationModule {}
