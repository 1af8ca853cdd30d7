import { addUser as add } from '../../accounts/account-changes.js';
import { HANDLE_RULE, isHandle } from '../../accounts/handles.js';
import * as accounts from '../../storage/user/account.repository.js';
import { accountOf, type Accounts } from '../accounts.js';
import { type Answer, answerOf } from '../output/answer.js';
import { quoted } from '../output/printable.js';
import { RefusalError } from '../refusal.error.js';

export async function addUser({ database }: Accounts, handle: string): Promise<Answer> {
  if (!isHandle(handle)) throw new RefusalError('INVALID_VALUE', HANDLE_RULE);
  const userId = await database.write((tx) => add(tx, handle));
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
