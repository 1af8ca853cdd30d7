import { boolean, integer, listOf, nullable, objectOf, text, wordOf } from '@pezzottify/http-edge';
import { PERMISSIONS, ROLES } from '@pezzottify/permissions';

/** The answers of section 6.2 of the HTTP contract about roles and grants. */

const PERMISSION = wordOf(PERMISSIONS.map(({ name }) => name));

export const USER_ROLES = objectOf({ user_handle: text, roles: listOf(wordOf(ROLES)) });
export const USER_PERMISSIONS = objectOf({ user_handle: text, permissions: listOf(PERMISSION) });
export const NEW_GRANT = objectOf({ permission_id: integer });

const GRANT = objectOf({
  permission_id: integer,
  permission: PERMISSION,
  start_time: integer,
  end_time: nullable(integer),
  countdown: nullable(integer),
  active: boolean,
});

export const USER_GRANTS = objectOf({ user_handle: text, grants: listOf(GRANT) });
