import { parseRole, ROLES, type RoleName } from '@pezzottify/permissions';
import { type WriteTransaction } from '@pezzottify/persistence';
import { findPrivileges } from '../../storage/user/session.repository.js';
import { accountOf, type Accounts } from '../accounts.js';
import { type Answer, answerOf } from '../output/answer.js';
import { quoted } from '../output/printable.js';
import { RefusalError } from '../refusal.error.js';

export function addRole(accounts: Accounts, handle: string, roleText: string): Promise<Answer> {
  const add: Change = (tx, userId, role) => accounts.changes.addRole(tx, userId, role);
  return changeRole(accounts, { handle, roleText }, add, ['now has', 'already has']);
}

export function removeRole(accounts: Accounts, handle: string, roleText: string): Promise<Answer> {
  const remove: Change = (tx, userId, role) => accounts.changes.removeRole(tx, userId, role);
  return changeRole(accounts, { handle, roleText }, remove, ['no longer has', 'does not have']);
}

type Change = (tx: WriteTransaction, userId: number, role: RoleName) => Promise<boolean>;

async function changeRole(
  { database }: Accounts,
  { handle, roleText }: { handle: string; roleText: string },
  change: Change,
  [changed, unchanged]: readonly [string, string],
): Promise<Answer> {
  const role = roleOf(roleText);
  const { isChanged, roles } = await database.write(async (tx) => {
    const { userId } = await accountOf(tx, handle);
    return { isChanged: await change(tx, userId, role), roles: (await findPrivileges(tx, userId)).roles };
  });
  return answerOf(`user ${quoted(handle)} ${isChanged ? changed : unchanged} the role ${role}`, {
    ...{ user_handle: handle, roles, changed: isChanged },
  });
}

function roleOf(text: string): RoleName {
  const role = parseRole(text);
  if (role) return role;
  throw new RefusalError('UNKNOWN_ROLE', `role ${quoted(text)} is unknown; allowed: ${ROLES.join(', ')}`);
}
