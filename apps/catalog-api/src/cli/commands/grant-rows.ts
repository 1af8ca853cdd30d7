import { isActive } from '../../permissions-admin/grants/grant.mapper.js';
import { type ListedGrant } from '../../storage/user/grant.repository.js';
import { instant } from '../output/printable.js';
import { type Style } from '../output/style.js';
import { inColumns } from '../output/table.js';

export function grantRows(grants: readonly ListedGrant[], now: number, { title, good, faint }: Style): string[] {
  const rows = grants.map(({ id, permission, endTime, countdown }) => [
    String(id),
    permission,
    endTime === null ? 'never' : instant(endTime),
    countdown === null ? '-' : String(countdown),
  ]);
  const [head = '', ...lines] = inColumns([['ID', 'PERMISSION', 'ENDS', 'COUNTDOWN'], ...rows]);
  const width = Math.max(...[head, ...lines].map((line) => line.length));
  const states = grants.map((grant) => (isActive(grant, now) ? good('active') : faint('not active')));
  return [title(head), ...lines.map((line, index) => `${line.padEnd(width)}  ${states[index] ?? ''}`)];
}
