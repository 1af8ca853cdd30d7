import { type PermissionName, resolvePermissions } from '@pezzottify/permissions';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type SyncEvents } from '../live-sync/sync-events.js';
import { findPrivileges } from '../storage/user/session.repository.js';

/** After a grant has ended: tells the user's devices, unless a role or another grant still confers the permission. */
export async function tellIfLost(
  tx: WriteTransaction,
  syncEvents: SyncEvents,
  { userId, permission }: { userId: number; permission: PermissionName },
  now: number,
): Promise<void> {
  const { roles, grants } = await findPrivileges(tx, userId);
  if (resolvePermissions(roles, grants, now).includes(permission)) return;
  await syncEvents.append(tx, userId, { type: 'permission_revoked', payload: { permission } });
}
