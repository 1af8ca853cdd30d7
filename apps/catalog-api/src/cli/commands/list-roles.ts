import { ROLE_PERMISSIONS, ROLES } from '@pezzottify/permissions';
import { type Answer } from '../output/answer.js';

export const listRoles = (): Answer => ({
  json: ROLES.map((role) => ({ role, permissions: ROLE_PERMISSIONS[role] })),
  text: ({ title }) => ROLES.map((role) => `${title(role)}: ${ROLE_PERMISSIONS[role].join(', ')}`).join('\n'),
});
