import { CodedError } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { type Account, findAccount } from '../storage/user/account.repository.js';
import { quoted } from './quoted.js';

/** Throws NOT_FOUND for a handle nobody has. */
export async function accountOf(reader: Reader, handle: string): Promise<Account> {
  const account = await findAccount(reader, handle);
  if (!account) throw new CodedError('NOT_FOUND', `user ${quoted(handle)} is unknown`);
  return account;
}
