import { describe, expect, it } from '@jest/globals';
import { parsePermission, permissionId, permissionName, PERMISSIONS, sortedById } from './permissions.js';
import { parseRole, ROLE_PERMISSIONS } from './roles.js';
import { visiblePermissions } from './visibility.js';

const ALL = PERMISSIONS.map(({ name }) => name);

describe('permissions', () => {
  it('keep the ids that databases and clients know', () => {
    expect(PERMISSIONS.map(({ id, name }) => `${id} ${name}`)).toEqual([
      '1 AccessCatalog',
      '2 LikeContent',
      '3 OwnPlaylists',
      '4 EditCatalog',
      '5 ManagePermissions',
      '6 IssueContentDownload',
      '7 ServerAdmin',
      '8 ViewAnalytics',
      '9 RequestContent',
      '10 DownloadManagerAdmin',
    ]);
  });

  it('are found by id and by name', () => {
    for (const { id, name } of PERMISSIONS) {
      expect(permissionId(name)).toBe(id);
      expect(permissionName(id)).toBe(name);
      expect(parsePermission(name)).toBe(name);
    }
  });

  it.each(['accesscatalog', 'Unknown', '', 'constructor', ' AccessCatalog'])('do not include "%s"', (text) => {
    expect(parsePermission(text)).toBeUndefined();
  });

  it.each([0, 11, -1, 1.5])('have no id %d', (id) => {
    expect(permissionName(id)).toBeUndefined();
  });

  it('are listed once each, by id', () => {
    expect(sortedById(['RequestContent', 'LikeContent', 'RequestContent', 'AccessCatalog'])).toEqual([
      'AccessCatalog',
      'LikeContent',
      'RequestContent',
    ]);
  });
});

describe('roles', () => {
  it('confer what the contract says', () => {
    const idsOf = (role: keyof typeof ROLE_PERMISSIONS): number[] => ROLE_PERMISSIONS[role].map(permissionId);
    expect(idsOf('Admin')).toEqual([1, 4, 5, 6, 7, 8, 9, 10]);
    expect(idsOf('Regular')).toEqual([1, 2, 3]);
  });

  it.each([
    ['Admin', 'Admin'],
    ['ADMIN', 'Admin'],
    ['regular', 'Regular'],
    ['Boss', undefined],
    ['', undefined],
  ])('read "%s" as %s', (text, role) => {
    expect(parseRole(text)).toBe(role);
  });
});

describe('visiblePermissions', () => {
  it('hides from Android the two names that its released apps do not know', () => {
    const hidden = ALL.filter((name) => !visiblePermissions(ALL, 'android').includes(name));
    expect(hidden).toEqual(['IssueContentDownload', 'DownloadManagerAdmin']);
  });

  it.each(['web', 'ios', 'unknown'])('shows everything to %s', (deviceType) => {
    expect(visiblePermissions(ALL, deviceType)).toEqual(ALL);
  });
});
