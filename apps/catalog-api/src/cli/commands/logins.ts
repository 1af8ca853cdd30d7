import { changePassword, removePassword } from '../../accounts/account-changes.js';
import { hashPassword, isPassword, isPasswordRight, PASSWORD_RULE } from '../../accounts/passwords.js';
import * as accounts from '../../storage/user/account.repository.js';
import { accountOf, type Accounts, type AskPassword } from '../accounts.js';
import { type Answer, answerOf } from '../output/answer.js';
import { quoted } from '../output/printable.js';
import { RefusalError } from '../refusal.error.js';

export async function addLogin({ database }: Accounts, handle: string, ask: AskPassword): Promise<Answer> {
  assertWithout(await accountOf(database.reads, handle));
  const hash = await hashed(await ask());
  await database.write(async (tx) => {
    const account = await accountOf(tx, handle);
    assertWithout(account);
    await accounts.setPassword(tx, account.userId, hash);
  });
  return answerOf(`user ${quoted(handle)} can sign in now`, { user_handle: handle, has_password: true });
}

export async function updateLogin({ database }: Accounts, handle: string, ask: AskPassword): Promise<Answer> {
  assertWith(await accountOf(database.reads, handle));
  const hash = await hashed(await ask());
  const ended = await database.write(async (tx) => {
    const account = await accountOf(tx, handle);
    assertWith(account);
    return changePassword(tx, account.userId, hash);
  });
  return answerOf(`password of ${quoted(handle)} changed, ${ended} session(s) ended`, {
    ...{ user_handle: handle, has_password: true, ended_sessions: ended },
  });
}

export async function deleteLogin({ database }: Accounts, handle: string): Promise<Answer> {
  const ended = await database.write(async (tx) => {
    return removePassword(tx, (await accountOf(tx, handle)).userId);
  });
  return answerOf(`user ${quoted(handle)} cannot sign in any more, ${ended} session(s) ended`, {
    ...{ user_handle: handle, has_password: false, ended_sessions: ended },
  });
}

/** A wrong password is a refusal: scripts go by the exit code. */
export async function checkPassword({ database }: Accounts, handle: string, ask: AskPassword): Promise<Answer> {
  const { passwordHash } = assertWith(await accountOf(database.reads, handle));
  if (!(await isPasswordRight(await ask(), passwordHash))) {
    throw new RefusalError('WRONG_PASSWORD', 'the password is wrong');
  }
  return answerOf('the password is right', { user_handle: handle, is_right: true });
}

function assertWithout({ handle, passwordHash }: accounts.Account): void {
  if (passwordHash === null) return;
  throw new RefusalError('HAS_PASSWORD', `user ${quoted(handle)} has a password already; change it with update-login`);
}

function assertWith(account: accounts.Account): accounts.Account {
  if (account.passwordHash !== null) return account;
  throw new RefusalError('NO_PASSWORD', `user ${quoted(account.handle)} has no password; add-login gives one`);
}

function hashed(password: string): Promise<string> {
  if (!isPassword(password)) throw new RefusalError('INVALID_VALUE', PASSWORD_RULE);
  return hashPassword(password);
}
