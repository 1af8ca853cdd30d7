import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Revocation } from '../../sessions/revocation.js';
import { REVOCATION, USER_DATABASE } from '../../tokens.js';
import { changePassword } from '../account-changes.js';
import { accountOf } from '../account-of.js';
import { hashPassword, isPassword, PASSWORD_RULE } from '../passwords.js';

/** Sets the first password of a user or another one; the sessions opened with the old one end. */
@Injectable()
export class ChangePasswordUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(REVOCATION) private readonly revocation: Pick<Revocation, 'announce'>,
  ) {}

  /** Throws INVALID_VALUE or NOT_FOUND. */
  async execute(handle: string, password: string): Promise<void> {
    if (!isPassword(password)) throw new CodedError('INVALID_VALUE', PASSWORD_RULE);
    await accountOf(this.database.reads, handle);
    const hash = await hashPassword(password);
    const userId = await this.database.write(async (tx) => {
      // Again: hashing takes a while, and the user may be another one by now.
      const account = await accountOf(tx, handle);
      await changePassword(tx, account.userId, hash);
      return account.userId;
    });
    await this.revocation.announce([userId]);
  }
}
