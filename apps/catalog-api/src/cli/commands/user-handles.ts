import { listHandles } from '../../storage/user/account.repository.js';
import { type Accounts } from '../accounts.js';
import { type Answer } from '../output/answer.js';
import { printable } from '../output/printable.js';

export async function userHandles({ database }: Accounts): Promise<Answer> {
  const users = await listHandles(database.reads);
  const lines = users.map(({ handle }, index) => `${index + 1}. ${printable(handle)}`);
  return {
    json: users.map(({ userId, handle }) => ({ user_handle: handle, user_id: userId })),
    text: () => [...lines, `${users.length} user(s)`].join('\n'),
  };
}
