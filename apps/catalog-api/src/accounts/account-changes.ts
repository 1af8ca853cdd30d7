import { type WriteTransaction } from '@pezzottify/persistence';
import * as accounts from '../storage/user/account.repository.js';
import { recordUserCreated } from './user-created.js';

/*
 * Accounts as administrators and cli-auth change them, each change as a whole in the caller's transaction, so that
 * neither can forget a part of it. Whoever has a running service at hand announces ended sessions after the commit.
 */

/** A user without role and password. Undefined when the handle is taken. */
export async function addUser(tx: WriteTransaction, handle: string): Promise<number | undefined> {
  const userId = await accounts.insertUser(tx, handle);
  if (userId !== undefined) await recordUserCreated(tx, userId, handle);
  return userId;
}

/** Returns how many sessions ended with it. */
export async function changePassword(tx: WriteTransaction, userId: number, hash: string): Promise<number> {
  await accounts.setPassword(tx, userId, hash);
  return accounts.deleteAllTokens(tx, userId);
}

/** Returns how many sessions ended with it. */
export async function removePassword(tx: WriteTransaction, userId: number): Promise<number> {
  await accounts.deletePassword(tx, userId);
  return accounts.deleteAllTokens(tx, userId);
}
