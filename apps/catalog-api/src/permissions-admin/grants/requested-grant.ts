import { CodedError } from '@pezzottify/contracts';
import { parsePermission, PERMISSIONS, type PermissionName } from '@pezzottify/permissions';
import { quoted } from '../../accounts/quoted.js';
import { type GrantLimits } from '../permission-changes.js';
import { type GrantDto } from './grant.dto.js';

export interface RequestedGrant extends GrantLimits {
  readonly permission: PermissionName;
}

/** A millennium: the end of a longer grant could be no instant any more. */
const MAX_DURATION_SECONDS = 31_557_600_000;

/** Throws UNKNOWN_PERMISSION or INVALID_VALUE. */
export const requestedGrant = ({ permission, duration_seconds, countdown }: GrantDto): RequestedGrant => ({
  permission: permissionOf(permission),
  durationSeconds: limitOf('duration_seconds', duration_seconds, MAX_DURATION_SECONDS),
  countdown: limitOf('countdown', countdown, Number.MAX_SAFE_INTEGER),
});

function permissionOf(text: string): PermissionName {
  const permission = parsePermission(text);
  if (permission) return permission;
  const names = PERMISSIONS.map(({ name }) => name).join(', ');
  throw new CodedError('UNKNOWN_PERMISSION', `permission ${quoted(text)} is unknown; allowed: ${names}`);
}

function limitOf(name: string, value: number | null | undefined, max: number): number | null {
  if (value === null || value === undefined) return null;
  if (value >= 1 && value <= max) return value;
  throw new CodedError('INVALID_VALUE', `${name}: ${value} is not possible; allowed: an integer from 1 to ${max}`);
}
