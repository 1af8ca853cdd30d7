import { isGrantActive, visiblePermissions } from '@pezzottify/permissions';
import { type ListedGrant } from '../../storage/user/grant.repository.js';

export const isActive = (grant: ListedGrant, now: number): boolean => !grant.hasEnded && isGrantActive(grant, now);

/** As the administration routes show a grant (HTTP contract, section 6.2). */
export const grantJson = (grant: ListedGrant, now: number) => ({
  permission_id: grant.id,
  permission: grant.permission,
  start_time: grant.startTime,
  end_time: grant.endTime,
  countdown: grant.countdown,
  active: isActive(grant, now),
});

/** Those whose permission a session of this kind of device may be shown. */
export const visibleGrants = (grants: readonly ListedGrant[], deviceType: string): ListedGrant[] =>
  grants.filter(({ permission }) => visiblePermissions([permission], deviceType).length > 0);
