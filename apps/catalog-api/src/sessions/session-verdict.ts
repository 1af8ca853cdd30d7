import { type Session } from '@pezzottify/contracts';
import { resolvePermissions } from '@pezzottify/permissions';
import { type StoredSession } from '../storage/user/session.repository.js';

const SECONDS_PER_DAY = 86_400;

/** `idleDays` 0: a session never ends by itself. */
export const isIdleTooLong = (lastUse: number, idleDays: number, now: number): boolean =>
  lastUse <= oldestUse(idleDays, now);

/** A session last used at or before this instant has ended. */
export const oldestUse = (idleDays: number, now: number): number =>
  idleDays === 0 ? Number.NEGATIVE_INFINITY : now - idleDays * SECONDS_PER_DAY;

/** The session as the rest of the service and the other services see it. */
export const toSession = (stored: StoredSession, now: number): Session => ({
  user_id: stored.userId,
  user_handle: stored.handle,
  device_id: stored.deviceId,
  device_type: stored.deviceType,
  permissions: resolvePermissions(stored.roles, stored.grants, now),
});

/** A verdict that hangs on a grant with an end must not outlive it in a cache. */
export const isCacheable = ({ grants }: StoredSession): boolean => grants.every(({ endTime }) => endTime === null);
