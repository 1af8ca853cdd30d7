import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Grant, isGrantActive } from './grants.js';
import { type PermissionName, permissionId, PERMISSIONS } from './permissions.js';
import { admit, resolvePermissions } from './resolution.js';
import { ROLE_PERMISSIONS, ROLES } from './roles.js';

const NOW = 1_000;
const always = { startTime: 0, endTime: null, countdown: null };
const grant = (id: number, permission: PermissionName, more: Partial<Grant> = {}): Grant => ({
  id,
  permission,
  ...always,
  ...more,
});

const permission = fc.constantFrom(...PERMISSIONS.map(({ name }) => name));
const roles = fc.uniqueArray(fc.constantFrom(...ROLES));
const aroundNow = fc.integer({ min: NOW - 5, max: NOW + 5 });
const grants = fc
  .array(
    fc.record({
      permission,
      startTime: aroundNow,
      endTime: fc.option(aroundNow),
      countdown: fc.option(fc.integer({ min: 0, max: 2 })),
    }),
    { maxLength: 12 },
  )
  .map((list): Grant[] => list.map((fields, index) => ({ id: index + 1, ...fields })));
const anyOf = fc.uniqueArray(permission, { maxLength: 3 });

describe('isGrantActive', () => {
  it.each([
    ['without end and countdown', {}, true],
    ['starting this second', { startTime: NOW }, true],
    ['starting next second', { startTime: NOW + 1 }, false],
    ['ending next second', { endTime: NOW + 1 }, true],
    ['ending this second', { endTime: NOW }, false],
    ['with one unit left', { countdown: 1 }, true],
    ['used up', { countdown: 0 }, false],
  ])('a grant %s: %o is %s', (_, fields, expected) => {
    expect(isGrantActive(grant(1, 'EditCatalog', fields), NOW)).toBe(expected);
  });
});

describe('resolvePermissions', () => {
  it('is the union of all roles and all active grants, each once, sorted by id', () => {
    fc.assert(
      fc.property(roles, grants, (someRoles, someGrants) => {
        const resolved = resolvePermissions(someRoles, someGrants, NOW);
        for (const { name } of PERMISSIONS) {
          const byRole = someRoles.some((role) => ROLE_PERMISSIONS[role].includes(name));
          const byGrant = someGrants.some((one) => one.permission === name && isGrantActive(one, NOW));
          expect(resolved.includes(name)).toBe(byRole || byGrant);
        }
        const ids = resolved.map(permissionId);
        expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
      }),
    );
  });
});

describe('admit', () => {
  it('takes a countdown only when nothing else confers the permission', () => {
    const counted = grant(1, 'AccessCatalog', { countdown: 5 });
    expect(admit(['AccessCatalog'], ['Regular'], [counted], NOW)).toEqual({ kind: 'admitted' });
    expect(admit(['AccessCatalog'], [], [counted, grant(2, 'AccessCatalog')], NOW)).toEqual({ kind: 'admitted' });
    expect(admit(['AccessCatalog'], [], [counted], NOW)).toEqual({ kind: 'admitted_by_countdown', grantId: 1 });
  });

  it('takes no countdown when another of the permissions that suffice is held for free', () => {
    const counted = grant(1, 'ViewAnalytics', { countdown: 5 });
    const free = grant(2, 'DownloadManagerAdmin');
    expect(admit(['ViewAnalytics', 'DownloadManagerAdmin'], [], [counted, free], NOW)).toEqual({ kind: 'admitted' });
  });

  it('uses the grant that ends first, and one without end only as the last', () => {
    const endless = grant(1, 'EditCatalog', { countdown: 1 });
    const late = grant(2, 'EditCatalog', { countdown: 1, endTime: NOW + 20 });
    const early = grant(3, 'EditCatalog', { countdown: 1, endTime: NOW + 10 });
    const usedGrant = (list: Grant[]): unknown => admit(['EditCatalog'], [], list, NOW);
    expect(usedGrant([endless, late, early])).toEqual({ kind: 'admitted_by_countdown', grantId: 3 });
    expect(usedGrant([endless, late])).toEqual({ kind: 'admitted_by_countdown', grantId: 2 });
    expect(usedGrant([endless])).toEqual({ kind: 'admitted_by_countdown', grantId: 1 });
  });

  it('admits everyone with a session where no permission is asked for', () => {
    fc.assert(
      fc.property(roles, grants, (someRoles, someGrants) => {
        expect(admit([], someRoles, someGrants, NOW)).toEqual({ kind: 'admitted' });
      }),
    );
  });

  it('agrees with the resolved permissions about who may pass', () => {
    fc.assert(
      fc.property(anyOf, roles, grants, (needed, someRoles, someGrants) => {
        fc.pre(needed.length > 0);
        const resolved = resolvePermissions(someRoles, someGrants, NOW);
        const mayPass = needed.some((name) => resolved.includes(name));
        expect(admit(needed, someRoles, someGrants, NOW).kind !== 'forbidden').toBe(mayPass);
      }),
    );
  });

  it('never charges a countdown that ends later than another it could have charged, nor one beside a free way', () => {
    fc.assert(
      fc.property(anyOf, roles, grants, (needed, someRoles, someGrants) => {
        const admission = admit(needed, someRoles, someGrants, NOW);
        fc.pre(admission.kind === 'admitted_by_countdown');
        const usable = someGrants.filter((one) => needed.includes(one.permission) && isGrantActive(one, NOW));
        const charged = usable.find(({ id }) => id === admission.grantId)!;
        const end = (one: Grant): number => one.endTime ?? Infinity;
        expect(charged.countdown).toBeGreaterThan(0);
        expect(usable.every((one) => one.countdown !== null && end(one) >= end(charged))).toBe(true);
        const roleSets = someRoles.flatMap((role) => ROLE_PERMISSIONS[role]);
        expect(needed.some((name) => roleSets.includes(name))).toBe(false);
      }),
    );
  });
});
