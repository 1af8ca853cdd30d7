import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { accountOf } from '../../accounts/account-of.js';
import { PERMISSION_CHANGES, USER_DATABASE } from '../../tokens.js';
import { type PermissionChanges } from '../permission-changes.js';
import { type RequestedGrant } from './requested-grant.js';

@Injectable()
export class GrantPermissionUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(PERMISSION_CHANGES) private readonly changes: Pick<PermissionChanges, 'grant'>,
  ) {}

  /** Returns the id of the grant; throws NOT_FOUND. */
  execute(handle: string, { permission, ...limits }: RequestedGrant): Promise<number> {
    return this.database.write(async (tx) =>
      this.changes.grant(tx, (await accountOf(tx, handle)).userId, permission, limits),
    );
  }
}
