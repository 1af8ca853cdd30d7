import { type Evidence, type OfferedAlbum, type QueueRow } from '../evidence/evidence.js';

const TERMINAL = ['COMPLETED', 'FAILED', 'CANCELLED'];

export const nameOf = ({ content_type, content_id, id }: QueueRow): string => `${content_type} ${content_id} (${id})`;

/** Every row has ended, as what the provider has of it demands, and albums agree with their children. */
export function itemProblems({ queue, albums }: Evidence): string[] {
  const offered = new Map(albums.map((album) => [album.id, album]));
  const children = Map.groupBy(queue.items, ({ parent_id }) => parent_id);
  const lost = new Set(albums.filter(({ offer }) => offer === 'without-a-track').map(({ trackIds }) => trackIds[0]));
  return [
    ...queue.items.flatMap((item) => endProblems(item, lost)),
    ...queue.items
      .filter(({ content_type }) => content_type === 'ALBUM')
      .flatMap((album) => albumProblems(album, offered.get(album.content_id), children.get(album.id) ?? [])),
    ...doubles(queue.items),
  ];
}

function endProblems(item: QueueRow, lost: ReadonlySet<string | undefined>): string[] {
  const { status, content_type, content_id, error_type, error_message } = item;
  const problems: string[] = [];
  if (!TERMINAL.includes(status)) problems.push(`is ${status}`);
  if (item.lease_token !== null) problems.push('still has a lease');
  if (item.retry_count > item.max_retries) problems.push(`was tried ${item.retry_count} times`);
  if (status !== 'CANCELLED' && item.completed_at === null) problems.push('has no end');
  if (content_type !== 'ALBUM' && status === 'FAILED' && (!lost.has(content_id) || error_type !== 'not_found'))
    problems.push(`FAILED though the provider has it: ${error_type ?? ''} ${error_message ?? ''}`);
  if (status === 'COMPLETED' && lost.has(content_id)) problems.push('COMPLETED though the provider never had it');
  return problems.map((problem) => `${nameOf(item)} ${problem}`);
}

const EXPECTED_END = { whole: 'COMPLETED', nothing: 'FAILED', 'without-a-track': 'FAILED' } as const;

function albumProblems(album: QueueRow, offered: OfferedAlbum | undefined, children: readonly QueueRow[]): string[] {
  if (!offered) return [`${nameOf(album)} was never offered`];
  const problems: string[] = [];
  if (album.status !== 'CANCELLED' && album.status !== EXPECTED_END[offered.offer])
    problems.push(`${album.status}, of which the provider has: ${offered.offer}. ${album.error_message ?? ''}`);
  const ofAlbum = new Set([...offered.trackIds, ...offered.imageIds]);
  problems.push(...children.filter(({ content_id }) => !ofAlbum.has(content_id)).map((one) => `has a ${nameOf(one)}`));
  const failed = children.filter(({ status }) => status === 'FAILED').length;
  const open = children.filter(({ status }) => status !== 'FAILED' && status !== 'COMPLETED').length;
  if (album.status === 'COMPLETED' && failed + open > 0) problems.push(`COMPLETED without ${failed + open} children`);
  if (album.status === 'FAILED' && (open > 0 || failed > 1))
    problems.push(`FAILED with ${failed} failed, ${open} open`);
  const bytes = children.reduce((sum, child) => sum + (child.bytes_downloaded ?? 0), 0);
  if (children.length > 0 && (album.bytes_downloaded ?? 0) !== bytes)
    problems.push(`has ${album.bytes_downloaded ?? 0} bytes, its children ${bytes}`);
  return problems.map((problem) => `${nameOf(album)} ${problem}`);
}

/** A portrait is shared: albums of one artist that are begun together each fetch it. The watchdog fetches what is there. */
function doubles(items: readonly QueueRow[]): string[] {
  const inAlbums = items.filter(
    ({ parent_id, status, content_type }) =>
      parent_id !== null && status === 'COMPLETED' && content_type !== 'ARTIST_IMAGE',
  );
  const everyChild = items.filter(({ parent_id }) => parent_id !== null);
  return [
    ...repeated(
      inAlbums.map(({ content_type, content_id }) => `${content_type} ${content_id}`),
      'was downloaded',
    ),
    ...repeated(
      everyChild.map((one) => `${one.parent_id ?? ''} ${one.content_type} ${one.content_id}`),
      'is a child',
    ),
  ];
}

export function repeated(names: readonly string[], what: string): string[] {
  return [...Map.groupBy(names, (name) => name)]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) => `${name} ${what} ${same.length} times`);
}
