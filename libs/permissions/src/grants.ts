import { type PermissionName } from './permissions.js';

/** One permission for one user beside the roles. Instants are unix seconds. */
export interface Grant {
  readonly id: number;
  readonly permission: PermissionName;
  readonly startTime: number;
  /** `null`: without end. The grant has ended at this second, it is not part of it. */
  readonly endTime: number | null;
  /** How many requests it still admits; `null`: any number. */
  readonly countdown: number | null;
}

export function isGrantActive(grant: Grant, now: number): boolean {
  const hasStarted = grant.startTime <= now;
  const hasEnded = grant.endTime !== null && grant.endTime <= now;
  const isUsedUp = grant.countdown !== null && grant.countdown <= 0;
  return hasStarted && !hasEnded && !isUsedUp;
}

/** Sorts the grant that ends first to the front; those without end come last, the older one first among equals. */
export function compareByEnd(one: Grant, other: Grant): number {
  const end = (grant: Grant): number => grant.endTime ?? Number.MAX_SAFE_INTEGER;
  return end(one) - end(other) || one.id - other.id;
}
