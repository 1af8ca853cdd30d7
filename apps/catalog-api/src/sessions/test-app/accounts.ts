import { type PermissionName, permissionId, type RoleName } from '@pezzottify/permissions';
import { type Database } from '@pezzottify/persistence';
import { hashPassword } from '../../accounts/passwords.js';
import { addRole, insertUser, setPassword } from '../../storage/user/account.repository.js';
import { tokenHash } from '../session-token.js';

export const PASSWORD = 'correct horse';
/** Hashing is slow on purpose; every test user has the same password. */
const passwordHash = hashPassword(PASSWORD);

export interface SignIn {
  user_handle?: string;
  password?: string;
  device_uuid?: string;
  device_type?: string;
  device_name?: string;
  os_info?: string;
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** Users, grants and sessions for a test. */
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly ask: Ask,
  ) {}

  /** Returns the user id. */
  async add(handle: string, ...roles: RoleName[]): Promise<number> {
    const hash = await passwordHash;
    return this.database.write(async (tx) => {
      const userId = (await insertUser(tx, handle)) ?? 0;
      await setPassword(tx, userId, hash);
      for (const role of roles) await addRole(tx, userId, role);
      return userId;
    });
  }

  async grant(
    userId: number,
    permission: PermissionName,
    given: { end?: number; countdown?: number },
  ): Promise<number> {
    const sql = `INSERT INTO user_extra_permission (user_id, permission, start_time, end_time, countdown) VALUES (?, ?, 0, ?, ?)`;
    const params = [userId, permissionId(permission), given.end ?? null, given.countdown ?? null];
    return this.database.write(async (tx) => (await tx.run(sql, params)).lastId);
  }

  /** A session on a device of its own, written straight into the database. Returns the token. */
  async session(userId: number, { deviceType = 'web', usedAt = 1_750_000_000 } = {}): Promise<string> {
    const token = crypto.randomUUID();
    await this.database.write(async (tx) => {
      const device = 'INSERT INTO device (device_uuid, user_id, device_type) VALUES (?, ?, ?)';
      const { lastId } = await tx.run(device, [token, userId, deviceType]);
      const session = 'INSERT INTO auth_token (user_id, token_hash, device_id, last_used) VALUES (?, ?, ?, ?)';
      await tx.run(session, [userId, tokenHash(token), lastId, usedAt]);
    });
    return token;
  }

  signIn(body: SignIn = {}, headers: Record<string, string> = {}): Promise<Response> {
    const defaults = { user_handle: 'maria', password: PASSWORD, device_uuid: 'device-0001', device_type: 'web' };
    return this.ask('/v1/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...defaults, ...body }),
    });
  }
}
