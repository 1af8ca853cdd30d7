import { type PermissionName, resolvePermissions, type RoleName } from '@pezzottify/permissions';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type SyncEvents } from '../live-sync/sync-events.js';
import * as accounts from '../storage/user/account.repository.js';
import { type DeletedGrant, deleteGrant, insertGrant } from '../storage/user/grant.repository.js';
import { findPrivileges } from '../storage/user/session.repository.js';
import { tellIfLost } from './tell-if-lost.js';

/** Null: without end. */
export interface GrantLimits {
  readonly durationSeconds: number | null;
  readonly countdown: number | null;
}

/**
 * Roles and grants of users. Every change and the event that tells the user's devices are one transaction, the caller's;
 * administrators and cli-auth make their changes here, so that neither can forget the other half.
 */
export class PermissionChanges {
  constructor(
    private readonly syncEvents: SyncEvents,
    private readonly clock: Clock,
  ) {}

  /** False when the user has the role already; then nothing is told. */
  async addRole(tx: WriteTransaction, userId: number, role: RoleName): Promise<boolean> {
    const isChanged = await accounts.addRole(tx, userId, role);
    if (isChanged) await this.tellAll(tx, userId);
    return isChanged;
  }

  /** False when the user does not have the role; then nothing is told. */
  async removeRole(tx: WriteTransaction, userId: number, role: RoleName): Promise<boolean> {
    const isChanged = await accounts.removeRole(tx, userId, role);
    if (isChanged) await this.tellAll(tx, userId);
    return isChanged;
  }

  /** Returns the id of the grant. Several grants of one permission live beside each other. */
  async grant(
    tx: WriteTransaction,
    userId: number,
    permission: PermissionName,
    { durationSeconds, countdown }: GrantLimits,
  ): Promise<number> {
    const startTime = this.clock.seconds();
    const endTime = durationSeconds === null ? null : startTime + durationSeconds;
    const id = await insertGrant(tx, userId, { permission, startTime, endTime, countdown });
    await this.syncEvents.append(tx, userId, { type: 'permission_granted', payload: { permission } });
    return id;
  }

  /** Undefined when there is no such grant. */
  async revoke(tx: WriteTransaction, grantId: number): Promise<DeletedGrant | undefined> {
    const grant = await deleteGrant(tx, grantId);
    if (grant?.permission === undefined || grant.wasEnded) return grant;
    const { userId, permission } = grant;
    await tellIfLost(tx, this.syncEvents, { userId, permission }, this.clock.seconds());
    return grant;
  }

  private async tellAll(tx: WriteTransaction, userId: number): Promise<void> {
    const { roles, grants } = await findPrivileges(tx, userId);
    const permissions = resolvePermissions(roles, grants, this.clock.seconds());
    await this.syncEvents.append(tx, userId, { type: 'permissions_reset', payload: { permissions } });
  }
}
