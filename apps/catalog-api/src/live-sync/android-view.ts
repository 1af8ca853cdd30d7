import { type Session } from '@pezzottify/contracts';
import { type PermissionName, visiblePermissions } from '@pezzottify/permissions';

interface Event {
  readonly type: string;
  readonly payload: unknown;
}

/**
 * The event as this kind of device may see it. Released Android apps fail on words they do not know, so what they cannot
 * know keeps its place in the sequence and loses its payload (HTTP contract, section 1.5).
 */
export function visibleEvent<E extends Event>(
  event: E,
  deviceType: Session['device_type'],
  knownSettings: ReadonlySet<string>,
): E {
  if (deviceType !== 'android') return event;
  if (event.type === 'permissions_reset')
    return { ...event, payload: { permissions: shown(permissionsOf(event.payload)) } };
  return isUnknownToAndroid(event, knownSettings) ? { ...event, payload: {} } : event;
}

function isUnknownToAndroid({ type, payload }: Event, knownSettings: ReadonlySet<string>): boolean {
  const { permission, status, setting } = payload as {
    permission?: string;
    status?: string;
    setting?: { key: string };
  };
  if (permission !== undefined) return shown([permission]).length === 0;
  if (type === 'download_status_changed') return status === 'CANCELLED';
  return setting !== undefined && !knownSettings.has(setting.key);
}

const permissionsOf = (payload: unknown): string[] => (payload as { permissions: string[] }).permissions;
const shown = (names: readonly string[]): string[] => visiblePermissions(names as PermissionName[], 'android');
