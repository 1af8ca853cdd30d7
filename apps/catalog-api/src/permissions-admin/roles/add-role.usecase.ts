import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { accountOf } from '../../accounts/account-of.js';
import { PERMISSION_CHANGES, USER_DATABASE } from '../../tokens.js';
import { type PermissionChanges } from '../permission-changes.js';
import { roleOf } from './role-of.js';

@Injectable()
export class AddRoleUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(PERMISSION_CHANGES) private readonly changes: Pick<PermissionChanges, 'addRole'>,
  ) {}

  /** Throws UNKNOWN_ROLE, then NOT_FOUND. A role the user has already changes nothing. */
  async execute(handle: string, roleText: string): Promise<void> {
    const role = roleOf(roleText);
    await this.database.write(async (tx) => this.changes.addRole(tx, (await accountOf(tx, handle)).userId, role));
  }
}
