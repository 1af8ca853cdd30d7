import { compareByEnd, type Grant, isGrantActive } from './grants.js';
import { type PermissionName, sortedById } from './permissions.js';
import { ROLE_PERMISSIONS, type RoleName } from './roles.js';

/** Everything these roles and grants confer at `now` (unix seconds), sorted by id. */
export function resolvePermissions(
  roles: readonly RoleName[],
  grants: readonly Grant[],
  now: number,
): PermissionName[] {
  const active = grants.filter((grant) => isGrantActive(grant, now));
  return sortedById([
    ...roles.flatMap((role) => ROLE_PERMISSIONS[role]),
    ...active.map(({ permission }) => permission),
  ]);
}

export type Admission =
  | { readonly kind: 'admitted' }
  /** One unit of this grant's countdown has to be taken, atomically, before the request may pass. */
  | { readonly kind: 'admitted_by_countdown'; readonly grantId: number }
  | { readonly kind: 'forbidden' };

/**
 * May a request pass that needs one of `anyOf` (none: a session is enough)? A countdown is touched only when no role
 * and no grant without countdown confers any of them; of several the grant that ends first, so that none lapses unused.
 */
export function admit(
  anyOf: readonly PermissionName[],
  roles: readonly RoleName[],
  grants: readonly Grant[],
  now: number,
): Admission {
  const matching = grants.filter(({ permission }) => anyOf.includes(permission));
  const active = matching.filter((grant) => isGrantActive(grant, now));
  const isFree =
    anyOf.length === 0 || roles.some((role) => ROLE_PERMISSIONS[role].some((name) => anyOf.includes(name)));
  if (isFree || active.some(({ countdown }) => countdown === null)) return { kind: 'admitted' };

  const [endingFirst] = active.toSorted(compareByEnd);
  return endingFirst ? { kind: 'admitted_by_countdown', grantId: endingFirst.id } : { kind: 'forbidden' };
}
