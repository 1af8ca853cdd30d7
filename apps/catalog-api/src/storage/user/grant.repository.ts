import { type Grant, permissionId, permissionName, type PermissionName } from '@pezzottify/permissions';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

export interface GrantUse {
  readonly userId: number;
  readonly permission: PermissionName;
  /** Units left after this one. */
  readonly left: number;
}

const USE = `UPDATE user_extra_permission SET countdown = countdown - 1
  WHERE id = ?1 AND countdown > 0 AND start_time <= ?2 AND (end_time IS NULL OR end_time > ?2)
  RETURNING user_id AS userId, permission, countdown AS "left"`;

/** Takes one unit of a countdown; undefined when there is none left, or another request was faster. */
export async function useGrant(tx: WriteTransaction, grantId: number, now: number): Promise<GrantUse | undefined> {
  const row = await tx.get<{ userId: number; permission: number; left: number }>(USE, [grantId, now]);
  if (!row) return undefined;
  const permission = permissionName(row.permission);
  return permission === undefined ? undefined : { ...row, permission };
}

/** From now on the grant confers nothing and its end counts as told. */
export async function endGrant(tx: WriteTransaction, grantId: number, now: number): Promise<void> {
  await tx.run('UPDATE user_extra_permission SET ended_at = ? WHERE id = ?', [now, grantId]);
}

const END_DUE = `UPDATE user_extra_permission SET ended_at = ?1 WHERE id IN (SELECT id FROM user_extra_permission
    WHERE ended_at IS NULL AND end_time <= ?1 ORDER BY end_time, id LIMIT ?2)
  RETURNING user_id AS userId, permission`;

/** Ends grants whose time is over, at most `limit` of them. One that a newer program stored has no permission. */
export async function endDueGrants(
  tx: WriteTransaction,
  now: number,
  limit: number,
): Promise<{ userId: number; permission: PermissionName | undefined }[]> {
  const rows = await tx.all<{ userId: number; permission: number }>(END_DUE, [now, limit]);
  return rows.map(({ userId, permission }) => ({ userId, permission: permissionName(permission) }));
}

/** Returns the id of the grant. */
export async function insertGrant(tx: WriteTransaction, userId: number, grant: Omit<Grant, 'id'>): Promise<number> {
  const { lastId } = await tx.run(
    'INSERT INTO user_extra_permission (user_id, permission, start_time, end_time, countdown) VALUES (?, ?, ?, ?, ?)',
    [userId, permissionId(grant.permission), grant.startTime, grant.endTime, grant.countdown],
  );
  return lastId;
}

export interface DeletedGrant {
  readonly userId: number;
  /** Undefined for one that a newer program stored. */
  readonly permission: PermissionName | undefined;
  /** The user has been told of its end before. */
  readonly wasEnded: boolean;
}

const DELETE = `DELETE FROM user_extra_permission WHERE id = ?
  RETURNING user_id AS userId, permission, ended_at IS NOT NULL AS wasEnded`;

/** Undefined when there is no such grant. */
export async function deleteGrant(tx: WriteTransaction, grantId: number): Promise<DeletedGrant | undefined> {
  const row = await tx.get<{ userId: number; permission: number; wasEnded: number }>(DELETE, [grantId]);
  return row && { userId: row.userId, permission: permissionName(row.permission), wasEnded: row.wasEnded === 1 };
}

export interface ListedGrant extends Grant {
  /** Its end has been announced; it confers nothing any more. */
  readonly hasEnded: boolean;
}

/** Every grant of the user, also those that have ended, the oldest first. */
export async function listGrants(reader: Reader, userId: number): Promise<ListedGrant[]> {
  const rows = await reader.all<Omit<Grant, 'permission'> & { permission: number; hasEnded: number }>(
    `SELECT id, permission, start_time AS startTime, end_time AS endTime, countdown, ended_at IS NOT NULL AS hasEnded
     FROM user_extra_permission WHERE user_id = ? ORDER BY id`,
    [userId],
  );
  return rows.flatMap((row) => {
    const permission = permissionName(row.permission);
    return permission === undefined ? [] : [{ ...row, permission, hasEnded: row.hasEnded === 1 }];
  });
}
