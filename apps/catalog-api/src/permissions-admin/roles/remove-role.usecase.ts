import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { accountOf } from '../../accounts/account-of.js';
import { type Revocation } from '../../sessions/revocation.js';
import { PERMISSION_CHANGES, REVOCATION, USER_DATABASE } from '../../tokens.js';
import { type PermissionChanges } from '../permission-changes.js';
import { roleOf } from './role-of.js';

@Injectable()
export class RemoveRoleUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(PERMISSION_CHANGES) private readonly changes: Pick<PermissionChanges, 'removeRole'>,
    @Inject(REVOCATION) private readonly revocation: Pick<Revocation, 'announce'>,
  ) {}

  /** Throws UNKNOWN_ROLE, then NOT_FOUND. A role the user does not have changes nothing. */
  async execute(handle: string, roleText: string): Promise<void> {
    const role = roleOf(roleText);
    const lostBy = await this.database.write(async (tx) => {
      const { userId } = await accountOf(tx, handle);
      return (await this.changes.removeRole(tx, userId, role)) ? [userId] : [];
    });
    // No session ends, but the verdicts that other services keep about them are no longer right.
    await this.revocation.announce(lostBy);
  }
}
