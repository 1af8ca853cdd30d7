import { type RoleName } from '@pezzottify/permissions';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

export interface Account {
  readonly userId: number;
  readonly handle: string;
  /** PHC text; null for a user without password. */
  readonly passwordHash: string | null;
}

export const findAccount = (reader: Reader, handle: string): Promise<Account | undefined> =>
  reader.get<Account>(
    `SELECT u.id AS userId, u.handle, c.hash AS passwordHash
     FROM user u LEFT JOIN user_password_credentials c ON c.user_id = u.id WHERE u.handle = ?`,
    [handle],
  );

/** Returns the id, or undefined when the handle is taken. */
export async function insertUser(tx: WriteTransaction, handle: string): Promise<number | undefined> {
  const { changes, lastId } = await tx.run('INSERT INTO user (handle) VALUES (?) ON CONFLICT DO NOTHING', [handle]);
  return changes === 0 ? undefined : lastId;
}

export async function userExists(reader: Reader, userId: number): Promise<boolean> {
  return (await reader.get('SELECT 1 FROM user WHERE id = ?', [userId])) !== undefined;
}

export async function setPassword(tx: WriteTransaction, userId: number, hash: string): Promise<void> {
  await tx.run(
    `INSERT INTO user_password_credentials (user_id, hash) VALUES (?, ?)
     ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, created = unixepoch()`,
    [userId, hash],
  );
}

export async function deletePassword(tx: WriteTransaction, userId: number): Promise<boolean> {
  const { changes } = await tx.run('DELETE FROM user_password_credentials WHERE user_id = ?', [userId]);
  return changes > 0;
}

/** Every session of the user is over; returns how many there were. */
export async function deleteAllTokens(tx: WriteTransaction, userId: number): Promise<number> {
  const { changes } = await tx.run('DELETE FROM auth_token WHERE user_id = ?', [userId]);
  return changes;
}

export async function deleteUser(tx: WriteTransaction, userId: number): Promise<void> {
  await tx.run('DELETE FROM user WHERE id = ?', [userId]);
}

/** Whether it changed anything. */
export async function addRole(tx: WriteTransaction, userId: number, role: RoleName): Promise<boolean> {
  const { changes } = await tx.run('INSERT INTO user_role (user_id, role) VALUES (?, ?) ON CONFLICT DO NOTHING', [
    userId,
    role,
  ]);
  return changes > 0;
}

export async function removeRole(tx: WriteTransaction, userId: number, role: RoleName): Promise<boolean> {
  const { changes } = await tx.run('DELETE FROM user_role WHERE user_id = ? AND role = ?', [userId, role]);
  return changes > 0;
}

export const listHandles = (reader: Reader): Promise<{ userId: number; handle: string }[]> =>
  reader.all('SELECT id AS userId, handle FROM user ORDER BY id');

const FIRST_HANDLES = `SELECT handle, count(*) OVER () AS total FROM user WHERE id IN (SELECT value FROM json_each(?))
  ORDER BY handle COLLATE NOCASE, handle LIMIT ?`;

/** How many of these users there are, and the first handles by alphabet. */
export async function firstHandles(
  reader: Reader,
  userIds: readonly number[],
  limit: number,
): Promise<{ handles: string[]; total: number }> {
  const rows = await reader.all<{ handle: string; total: number }>(FIRST_HANDLES, [JSON.stringify(userIds), limit]);
  return { handles: rows.map(({ handle }) => handle), total: rows[0]?.total ?? 0 };
}

/** When the password was last tried, and last right: for whoever looks after the accounts. */
export async function recordLogin(tx: WriteTransaction, userId: number, now: number): Promise<void> {
  await tx.run('UPDATE user_password_credentials SET last_tried = ?1, last_used = ?1 WHERE user_id = ?2', [
    now,
    userId,
  ]);
}
