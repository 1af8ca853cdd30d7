import { recordUserCreated } from '../../accounts/user-created.js';
import * as accounts from '../../storage/user/account.repository.js';
import { accountOf, type Accounts } from '../accounts.js';
import { type Answer, answerOf } from '../output/answer.js';
import { quoted } from '../output/printable.js';
import { RefusalError } from '../refusal.error.js';

const MAX_HANDLE_LENGTH = 100;

export async function addUser({ database }: Accounts, handle: string): Promise<Answer> {
  if (handle.trim() === '' || handle.length > MAX_HANDLE_LENGTH) {
    const rule = `a handle has 1 to ${MAX_HANDLE_LENGTH} characters and is not blank`;
    throw new RefusalError('INVALID_VALUE', rule);
  }
  const userId = await database.write(async (tx) => {
    const id = await accounts.insertUser(tx, handle);
    if (id !== undefined) await recordUserCreated(tx, id, handle);
    return id;
  });
  if (userId === undefined) throw new RefusalError('ALREADY_EXISTS', `user ${quoted(handle)} exists already`);
  return answerOf(`user ${quoted(handle)} added, id ${userId}`, { user_id: userId, user_handle: handle });
}

export async function deleteUser({ database }: Accounts, handle: string): Promise<Answer> {
  const userId = await database.write(async (tx) => {
    const account = await accountOf(tx, handle);
    await accounts.deleteUser(tx, account.userId);
    return account.userId;
  });
  return answerOf(`user ${quoted(handle)} deleted`, { user_id: userId, user_handle: handle });
}
