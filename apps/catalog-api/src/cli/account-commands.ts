import { parseRole, resolvePermissions, ROLE_PERMISSIONS, ROLES, type RoleName } from '@pezzottify/permissions';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { hashPassword, isPasswordRight, MAX_PASSWORD_LENGTH } from '../accounts/passwords.js';
import * as accounts from '../storage/user/account.repository.js';
import { findPrivileges } from '../storage/user/session.repository.js';
import { insertEvent } from '../storage/user/sync-event.repository.js';
import { recordUserCreated } from '../accounts/user-created.js';
import { RefusalError } from './refusal.error.js';

const MAX_HANDLE_LENGTH = 100;

/** What cli-auth does to accounts; each answers with the line to print. Short transactions: services may be running. */
export class AccountCommands {
  constructor(private readonly database: Database) {}

  async addUser(handle: string): Promise<string> {
    if (handle.trim() === '' || handle.length > MAX_HANDLE_LENGTH) {
      throw new RefusalError(`a handle has 1 to ${MAX_HANDLE_LENGTH} characters and is not blank`);
    }
    const userId = await this.database.write(async (tx) => {
      const id = await accounts.insertUser(tx, handle);
      if (id !== undefined) await recordUserCreated(tx, id, handle);
      return id;
    });
    if (userId === undefined) throw new RefusalError(`user "${handle}" exists already`);
    return `user "${handle}" added, id ${userId}`;
  }

  async deleteUser(handle: string): Promise<string> {
    const { userId } = await this.account(handle);
    await this.database.write((tx) => accounts.deleteUser(tx, userId));
    return `user "${handle}" deleted`;
  }

  async addLogin(handle: string, password: string): Promise<string> {
    const { userId, passwordHash } = await this.account(handle);
    if (passwordHash !== null)
      throw new RefusalError(`user "${handle}" has a password already; change it with update-login`);
    const hash = await hashed(password);
    await this.database.write((tx) => accounts.setPassword(tx, userId, hash));
    return `user "${handle}" can sign in now`;
  }

  async updateLogin(handle: string, password: string): Promise<string> {
    const { userId } = await this.accountWithPassword(handle);
    const hash = await hashed(password);
    const ended = await this.database.write(async (tx) => {
      await accounts.setPassword(tx, userId, hash);
      return accounts.deleteAllTokens(tx, userId);
    });
    return `password of "${handle}" changed, ${ended} session(s) ended`;
  }

  async deleteLogin(handle: string): Promise<string> {
    const { userId } = await this.account(handle);
    await this.database.write(async (tx) => {
      await accounts.deletePassword(tx, userId);
      await accounts.deleteAllTokens(tx, userId);
    });
    return `user "${handle}" cannot sign in any more`;
  }

  async checkPassword(handle: string, password: string): Promise<string> {
    const { passwordHash } = await this.accountWithPassword(handle);
    if (!(await isPasswordRight(password, passwordHash))) throw new RefusalError('the password is wrong');
    return 'the password is right';
  }

  async userHandles(): Promise<string> {
    const users = await accounts.listHandles(this.database.reads);
    const lines = users.map(({ handle }, index) => `${index + 1}. ${handle}`);
    return [...lines, `${users.length} user(s)`].join('\n');
  }

  listRoles(): string {
    return ROLES.map((role) => `${role}: ${ROLE_PERMISSIONS[role].join(', ')}`).join('\n');
  }

  addRole(handle: string, roleText: string): Promise<string> {
    return this.changeRole(handle, roleText, accounts.addRole, ['now has', 'already has']);
  }

  removeRole(handle: string, roleText: string): Promise<string> {
    return this.changeRole(handle, roleText, accounts.removeRole, ['no longer has', 'does not have']);
  }

  private async changeRole(
    handle: string,
    roleText: string,
    change: (tx: WriteTransaction, userId: number, role: RoleName) => Promise<boolean>,
    [changed, unchanged]: readonly [string, string],
  ): Promise<string> {
    const role = parseRole(roleText);
    if (!role) throw new RefusalError(`role "${roleText}" is unknown; allowed: ${ROLES.join(', ')}`);
    const { userId } = await this.account(handle);
    const isChanged = await this.database.write(async (tx) => {
      if (!(await change(tx, userId, role))) return false;
      await tellPermissions(tx, userId);
      return true;
    });
    return `user "${handle}" ${isChanged ? changed : unchanged} the role ${role}`;
  }

  private async account(handle: string): Promise<accounts.Account> {
    const account = await accounts.findAccount(this.database.reads, handle);
    if (!account) throw new RefusalError(`user "${handle}" is unknown`);
    return account;
  }

  private async accountWithPassword(handle: string): Promise<accounts.Account> {
    const account = await this.account(handle);
    if (account.passwordHash === null) throw new RefusalError(`user "${handle}" has no password`);
    return account;
  }
}

function hashed(password: string): Promise<string> {
  if (password === '' || password.length > MAX_PASSWORD_LENGTH) {
    throw new RefusalError(`a password has 1 to ${MAX_PASSWORD_LENGTH} characters`);
  }
  return hashPassword(password);
}

/** Devices learn of it when they next synchronise. */
async function tellPermissions(tx: WriteTransaction, userId: number): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const { roles, grants } = await findPrivileges(tx, userId);
  const permissions = resolvePermissions(roles, grants, now);
  await insertEvent(tx, userId, { type: 'permissions_reset', payload: { permissions } }, now);
}
