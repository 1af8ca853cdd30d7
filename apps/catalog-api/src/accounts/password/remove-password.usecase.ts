import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { type Revocation } from '../../sessions/revocation.js';
import { REVOCATION, USER_DATABASE } from '../../tokens.js';
import { removePassword } from '../account-changes.js';
import { accountOf } from '../account-of.js';

/** The user can no longer sign in, and is signed out everywhere. */
@Injectable()
export class RemovePasswordUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(REVOCATION) private readonly revocation: Pick<Revocation, 'announce'>,
  ) {}

  /** Throws NOT_FOUND; a user without password stays as before. */
  async execute(handle: string): Promise<void> {
    const userId = await this.database.write(async (tx) => {
      const account = await accountOf(tx, handle);
      await removePassword(tx, account.userId);
      return account.userId;
    });
    await this.revocation.announce([userId]);
  }
}
