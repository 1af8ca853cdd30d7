import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type PermissionChanges } from '../permissions-admin/permission-changes.js';
import { type Account, findAccount } from '../storage/user/account.repository.js';
import { quoted } from './output/printable.js';
import { RefusalError } from './refusal.error.js';

/** What the commands work with. */
export interface Accounts {
  readonly database: Database;
  readonly changes: PermissionChanges;
  readonly clock: Clock;
}

/** Asks for a password once it is clear that it is needed. */
export type AskPassword = () => Promise<string>;

export async function accountOf(reader: Pick<WriteTransaction, 'get' | 'all'>, handle: string): Promise<Account> {
  const account = await findAccount(reader, handle);
  if (!account) throw new RefusalError('NOT_FOUND', `user ${quoted(handle)} is unknown`);
  return account;
}
