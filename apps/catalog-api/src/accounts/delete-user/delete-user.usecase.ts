import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Revocation } from '../../sessions/revocation.js';
import { deleteUser } from '../../storage/user/account.repository.js';
import { REVOCATION, USER_DATABASE } from '../../tokens.js';
import { accountOf } from '../account-of.js';

/** The user goes with everything that is the user's; devices stay without owner, and so does what was downloaded. */
@Injectable()
export class DeleteUserUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(REVOCATION) private readonly revocation: Pick<Revocation, 'announce'>,
  ) {}

  /** Throws NOT_FOUND, or OWN_ACCOUNT: whoever deletes the last administrator would lock everybody out. */
  async execute(handle: string, callerId: number): Promise<void> {
    const userId = await this.database.write(async (tx) => {
      const account = await accountOf(tx, handle);
      if (account.userId === callerId) throw new CodedError('OWN_ACCOUNT', 'nobody can delete the own account');
      await deleteUser(tx, account.userId);
      return account.userId;
    });
    await this.revocation.announce([userId]);
  }
}
