import { parsePermission, PERMISSIONS, type PermissionName } from '@pezzottify/permissions';
import { grantJson } from '../../permissions-admin/grants/grant.mapper.js';
import { type GrantLimits } from '../../permissions-admin/permission-changes.js';
import { listGrants } from '../../storage/user/grant.repository.js';
import { accountOf, type Accounts } from '../accounts.js';
import { type Answer, answerOf } from '../output/answer.js';
import { instant, quoted } from '../output/printable.js';
import { RefusalError } from '../refusal.error.js';
import { suggestion } from '../words/nearest.js';
import { grantRows } from './grant-rows.js';

const NAMES = PERMISSIONS.map(({ name }) => name);

export async function grant(
  { database, changes, clock }: Accounts,
  { handle, permission: text }: { handle: string; permission: string },
  limits: GrantLimits,
): Promise<Answer> {
  const permission = permissionOf(text);
  const now = clock.seconds();
  const id = await database.write(async (tx) =>
    changes.grant(tx, (await accountOf(tx, handle)).userId, permission, limits),
  );
  const end = limits.durationSeconds === null ? null : now + limits.durationSeconds;
  const until = end === null ? '' : ` until ${instant(end)}`;
  const times = limits.countdown === null ? '' : ` for ${limits.countdown} request(s)`;
  return answerOf(`grant ${id}: ${quoted(handle)} has ${permission}${until}${times}`, {
    ...{ permission_id: id, user_handle: handle, permission, end_time: end, countdown: limits.countdown },
  });
}

export async function revoke({ database, changes }: Accounts, grantId: number): Promise<Answer> {
  const revoked = await database.write(async (tx) => {
    const ended = await changes.revoke(tx, grantId);
    return ended && { ...ended, user: await tx.get<{ handle: string }>(HANDLE_OF, [ended.userId]) };
  });
  if (!revoked)
    throw new RefusalError('NOT_FOUND', `grant ${grantId} is unknown; "grants HANDLE" lists those of a user`);
  const { user, permission } = revoked;
  const handle = user?.handle ?? '';
  return answerOf(`grant ${grantId} revoked: ${permission ?? 'unknown permission'} of ${quoted(handle)}`, {
    ...{ permission_id: grantId, user_handle: handle, permission: permission ?? null },
  });
}

const HANDLE_OF = 'SELECT handle FROM user WHERE id = ?';

export async function grants({ database, clock }: Accounts, handle: string): Promise<Answer> {
  const listed = await database.snapshot(async (reader) =>
    listGrants(reader, (await accountOf(reader, handle)).userId),
  );
  const now = clock.seconds();
  return {
    json: { user_handle: handle, grants: listed.map((one) => grantJson(one, now)) },
    text: (style) =>
      listed.length === 0 ? `user ${quoted(handle)} has no grants` : grantRows(listed, now, style).join('\n'),
  };
}

function permissionOf(text: string): PermissionName {
  const permission = parsePermission(text);
  if (permission) return permission;
  const near = suggestion(text, NAMES);
  throw new RefusalError(
    'UNKNOWN_PERMISSION',
    `permission ${quoted(text)} is unknown${near}${near === '' ? '; allowed' : ' Allowed'}: ${NAMES.join(', ')}`,
  );
}
