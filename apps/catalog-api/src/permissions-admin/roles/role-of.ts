import { CodedError } from '@pezzottify/contracts';
import { parseRole, ROLES, type RoleName } from '@pezzottify/permissions';
import { quoted } from '../../accounts/quoted.js';

/** The role of this name in any case; throws UNKNOWN_ROLE. */
export function roleOf(text: string): RoleName {
  const role = parseRole(text);
  if (role) return role;
  throw new CodedError('UNKNOWN_ROLE', `role ${quoted(text)} is unknown; allowed: ${ROLES.join(', ')}`);
}
