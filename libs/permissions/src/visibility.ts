import { type PermissionName } from './permissions.js';

/**
 * Released Android apps fail on a whole answer that holds a permission name they do not know. Until they are gone these
 * are the only names an Android session is shown; what the session may do is not touched by it.
 */
const KNOWN_TO_ANDROID: ReadonlySet<PermissionName> = new Set<PermissionName>([
  'AccessCatalog',
  'LikeContent',
  'OwnPlaylists',
  'EditCatalog',
  'ManagePermissions',
  'ServerAdmin',
  'ViewAnalytics',
  'RequestContent',
]);

/** The names that may be shown to a session of this device type (HTTP contract 1.5, "Android sessions"). */
export function visiblePermissions(names: readonly PermissionName[], deviceType: string): PermissionName[] {
  return deviceType === 'android' ? names.filter((name) => KNOWN_TO_ANDROID.has(name)) : [...names];
}
