import { Inject, Injectable } from '@nestjs/common';
import { type PermissionName, resolvePermissions, ROLES, type RoleName } from '@pezzottify/permissions';
import { type Database, type Reader } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { accountOf } from '../accounts/account-of.js';
import { listGrants, type ListedGrant } from '../storage/user/grant.repository.js';
import { findPrivileges, type Privileges } from '../storage/user/session.repository.js';
import { CLOCK, USER_DATABASE } from '../tokens.js';

/** What a user may do, and why. Everything throws NOT_FOUND for an unknown user. */
@Injectable()
export class ReadPrivilegesUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async roles(handle: string): Promise<RoleName[]> {
    const { roles } = await this.of(handle, findPrivileges);
    return ROLES.filter((role) => roles.includes(role));
  }

  /** Of all roles and active grants, by id. */
  async permissions(handle: string): Promise<PermissionName[]> {
    const { roles, grants } = await this.of<Privileges>(handle, findPrivileges);
    return resolvePermissions(roles, grants, this.clock.seconds());
  }

  /** Also those that have ended, the oldest first. */
  grants(handle: string): Promise<ListedGrant[]> {
    return this.of(handle, listGrants);
  }

  private of<T>(handle: string, read: (reader: Reader, userId: number) => Promise<T>): Promise<T> {
    return this.database.snapshot(async (reader) => read(reader, (await accountOf(reader, handle)).userId));
  }
}
