import { type DeviceType } from '@pezzottify/contracts';
import { parseRole, permissionName, type Grant, type RoleName } from '@pezzottify/permissions';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** A token as stored, with everything a verdict about it needs. Instants are unix seconds. */
export interface StoredSession {
  readonly tokenId: number;
  readonly userId: number;
  readonly handle: string;
  readonly deviceId: number | null;
  readonly deviceType: DeviceType;
  readonly lastUsed: number;
  readonly roles: readonly RoleName[];
  /** Those whose end has not been announced yet; not all of them need be active. */
  readonly grants: readonly Grant[];
}

interface Row {
  tokenId: number;
  userId: number;
  handle: string;
  deviceId: number | null;
  deviceType: DeviceType | null;
  lastUsed: number;
  roles: string;
  grants: string;
}

type GrantRow = Omit<Grant, 'permission'> & { permission: number };

const ROLES_OF = `(SELECT json_group_array(r.role) FROM user_role r WHERE r.user_id = u.id)`;
const GRANTS_OF = `(SELECT json_group_array(json_object('id', g.id, 'permission', g.permission, 'startTime', g.start_time,
  'endTime', g.end_time, 'countdown', g.countdown)) FROM user_extra_permission g WHERE g.user_id = u.id AND g.ended_at IS NULL)`;

const BY_TOKEN = `SELECT t.id AS tokenId, u.id AS userId, u.handle, d.id AS deviceId, d.device_type AS deviceType,
  t.last_used AS lastUsed, ${ROLES_OF} AS roles, ${GRANTS_OF} AS grants
  FROM auth_token t JOIN user u ON u.id = t.user_id LEFT JOIN device d ON d.id = t.device_id WHERE t.token_hash = ?`;

/** One statement: it is asked for every request. */
export async function findSession(reader: Reader, tokenHash: string): Promise<StoredSession | undefined> {
  const row = await reader.get<Row>(BY_TOKEN, [tokenHash]);
  if (!row) return undefined;
  return {
    ...row,
    deviceType: row.deviceType ?? 'unknown',
    roles: readRoles(row.roles),
    grants: readGrants(row.grants),
  };
}

export interface Privileges {
  readonly roles: readonly RoleName[];
  readonly grants: readonly Grant[];
}

/** What a user may do, from roles and grants whose end is not announced. Empty for an unknown user. */
export async function findPrivileges(reader: Reader, userId: number): Promise<Privileges> {
  const sql = `SELECT ${ROLES_OF} AS roles, ${GRANTS_OF} AS grants FROM user u WHERE u.id = ?`;
  const row = await reader.get<Pick<Row, 'roles' | 'grants'>>(sql, [userId]);
  return { roles: readRoles(row?.roles ?? '[]'), grants: readGrants(row?.grants ?? '[]') };
}

const readRoles = (json: string): RoleName[] =>
  (JSON.parse(json) as string[]).map((text) => parseRole(text)).filter((role) => role !== undefined);

function readGrants(json: string): Grant[] {
  return (JSON.parse(json) as GrantRow[]).flatMap((row) => {
    const permission = permissionName(row.permission);
    return permission === undefined ? [] : [{ ...row, permission }];
  });
}

export async function insertToken(
  tx: WriteTransaction,
  token: { userId: number; tokenHash: string; deviceId: number; now: number },
): Promise<void> {
  const sql = 'INSERT INTO auth_token (user_id, token_hash, device_id, created, last_used) VALUES (?1, ?2, ?3, ?4, ?4)';
  await tx.run(sql, [token.userId, token.tokenHash, token.deviceId, token.now]);
}

/** Ends this token if it is the user's. */
export async function deleteToken(tx: WriteTransaction, userId: number, tokenHash: string): Promise<void> {
  await tx.run('DELETE FROM auth_token WHERE user_id = ? AND token_hash = ?', [userId, tokenHash]);
}

/** Remembers when sessions and their devices were used. */
export async function touchTokens(
  tx: WriteTransaction,
  uses: readonly { session: StoredSession; at: number }[],
): Promise<void> {
  const rows = JSON.stringify(uses.map(({ session, at }) => [session.tokenId, session.deviceId, at]));
  const from = 'FROM (SELECT value ->> 0 AS token, value ->> 1 AS device, value ->> 2 AS at FROM json_each(?)) u';
  await tx.run(`UPDATE auth_token SET last_used = u.at ${from} WHERE id = u.token`, [rows]);
  await tx.run(`UPDATE device SET last_seen = u.at ${from} WHERE id = u.device`, [rows]);
}

/** Which of these token hashes still belong to a session: for sockets opened with a token that has ended since. */
export async function liveTokens(
  reader: Reader,
  tokenHashes: readonly string[],
  usedSince: number,
): Promise<Set<string>> {
  const sql = `SELECT token_hash AS hash FROM auth_token
    WHERE token_hash IN (SELECT value FROM json_each(?)) AND last_used > ?`;
  const rows = await reader.all<{ hash: string }>(sql, [JSON.stringify(tokenHashes), usedSince]);
  return new Set(rows.map(({ hash }) => hash));
}

/** Sessions last used after this instant. */
export async function countSessions(reader: Reader, usedSince: number): Promise<number> {
  const row = await reader.get<{ sessions: number }>(
    'SELECT count(*) AS sessions FROM auth_token WHERE last_used > ?',
    [usedSince],
  );
  return row?.sessions ?? 0;
}
