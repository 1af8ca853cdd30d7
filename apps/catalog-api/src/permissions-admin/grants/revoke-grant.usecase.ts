import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Revocation } from '../../sessions/revocation.js';
import { PERMISSION_CHANGES, REVOCATION, USER_DATABASE } from '../../tokens.js';
import { type PermissionChanges } from '../permission-changes.js';

@Injectable()
export class RevokeGrantUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(PERMISSION_CHANGES) private readonly changes: Pick<PermissionChanges, 'revoke'>,
    @Inject(REVOCATION) private readonly revocation: Pick<Revocation, 'announce'>,
  ) {}

  /** Throws NOT_FOUND. */
  async execute(grantId: number): Promise<void> {
    const grant = await this.database.write((tx) => this.changes.revoke(tx, grantId));
    if (!grant) throw new CodedError('NOT_FOUND', `grant ${grantId} is unknown`);
    // No session ends, but the verdicts that other services keep about them are no longer right.
    await this.revocation.announce([grant.userId]);
  }
}
