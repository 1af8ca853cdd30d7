import { permissionName, type PermissionName } from '@pezzottify/permissions';
import { type WriteTransaction } from '@pezzottify/persistence';

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
