import { type PermissionName } from './permissions.js';

export const ROLES = ['Admin', 'Regular'] as const;
export type RoleName = (typeof ROLES)[number];

/** What a role confers. A new role does not compile until it has a line here. */
export const ROLE_PERMISSIONS: Readonly<Record<RoleName, readonly PermissionName[]>> = {
  Admin: [
    'AccessCatalog',
    'EditCatalog',
    'ManagePermissions',
    'IssueContentDownload',
    'ServerAdmin',
    'ViewAnalytics',
    'RequestContent',
    'DownloadManagerAdmin',
  ],
  Regular: ['AccessCatalog', 'LikeContent', 'OwnPlaylists'],
};

/** The role of this name in any case; `undefined` for any other text. */
export function parseRole(text: string): RoleName | undefined {
  return ROLES.find((role) => role.toLowerCase() === text.toLowerCase());
}
