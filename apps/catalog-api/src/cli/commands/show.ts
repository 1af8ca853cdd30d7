import { type PermissionName, resolvePermissions, type RoleName } from '@pezzottify/permissions';
import { type Reader } from '@pezzottify/persistence';
import { grantJson } from '../../permissions-admin/grants/grant.mapper.js';
import {
  listDevices,
  type ListedDevice,
  type ListedToken,
  listTokens,
} from '../../storage/user/account-details.repository.js';
import { listGrants, type ListedGrant } from '../../storage/user/grant.repository.js';
import { findPrivileges } from '../../storage/user/session.repository.js';
import { accountOf, type Accounts } from '../accounts.js';
import { type Answer } from '../output/answer.js';
import { instant, printable } from '../output/printable.js';
import { type Style } from '../output/style.js';
import { inColumns } from '../output/table.js';
import { grantRows } from './grant-rows.js';

interface Details {
  readonly userId: number;
  readonly handle: string;
  readonly hasPassword: boolean;
  readonly devices: readonly ListedDevice[];
  readonly tokens: readonly ListedToken[];
  readonly roles: readonly RoleName[];
  readonly grants: readonly ListedGrant[];
  readonly permissions: readonly PermissionName[];
}

export async function show({ database, clock }: Accounts, handle: string): Promise<Answer> {
  const now = clock.seconds();
  const details = await database.snapshot((reader) => detailsOf(reader, handle, now));
  return { json: toJson(details, now), text: (style) => linesOf(details, now, style).join('\n') };
}

async function detailsOf(reader: Reader, handle: string, now: number): Promise<Details> {
  const { userId, passwordHash } = await accountOf(reader, handle);
  const { roles, grants: unended } = await findPrivileges(reader, userId);
  return {
    ...{ userId, handle, roles, hasPassword: passwordHash !== null },
    devices: await listDevices(reader, userId),
    tokens: await listTokens(reader, userId),
    grants: await listGrants(reader, userId),
    permissions: resolvePermissions(roles, unended, now),
  };
}

const toJson = ({ userId, handle, hasPassword, roles, permissions, ...lists }: Details, now: number) => ({
  user_id: userId,
  user_handle: handle,
  has_password: hasPassword,
  roles,
  permissions,
  grants: lists.grants.map((grant) => grantJson(grant, now)),
  devices: lists.devices.map(({ id, type, name, osInfo, lastSeen }) => ({
    ...{ device_id: id, device_type: type, device_name: name, os_info: osInfo, last_seen: lastSeen },
  })),
  tokens: lists.tokens.map(({ hashPrefix, deviceId, lastUsed }) => ({
    ...{ hash_prefix: hashPrefix, device_id: deviceId, last_used: lastUsed },
  })),
});

function linesOf(details: Details, now: number, style: Style): string[] {
  const list = (words: readonly string[]): string => words.join(', ') || '-';
  const facts = inColumns([
    ['id', String(details.userId)],
    ['password', details.hasPassword ? 'yes' : 'no'],
    ['roles', list(details.roles)],
    ['permissions', list(details.permissions)],
  ]);
  return [
    style.title(printable(details.handle)),
    ...facts.map((line) => `  ${line}`),
    ...section('grants', details.grants.length === 0 ? [] : grantRows(details.grants, now, style), style),
    ...section('devices', inColumns(details.devices.map(deviceRow)), style),
    ...section('tokens', inColumns(details.tokens.map(tokenRow)), style),
  ];
}

const deviceRow = ({ id, type, name, osInfo, lastSeen }: ListedDevice): string[] => [
  ...[String(id), type, printable(name ?? '-'), printable(osInfo ?? '-')],
  `last seen ${instant(lastSeen)}`,
];

const tokenRow = ({ hashPrefix, deviceId, lastUsed }: ListedToken): string[] => [
  ...[`${hashPrefix}…`, deviceId === null ? 'no device' : `device ${deviceId}`],
  `last used ${instant(lastUsed)}`,
];

const section = (title: string, lines: readonly string[], style: Style): string[] =>
  lines.length === 0 ? [`  ${title}: none`] : [`  ${style.title(title)}`, ...lines.map((line) => `    ${line}`)];
