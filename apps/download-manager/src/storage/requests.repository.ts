import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { itemColumns, type QueueItem } from './queue-item.js';
import { ACTIVE, mayBecome, onOneLine } from './sql-words.js';
import { type Standing, STANDINGS } from './standing.repository.js';

const ACTIVE_ALBUM = [
  'id',
  'parentId',
  'contentType',
  'contentId',
  'contentName',
  'artistName',
  'requestSource',
  'requestedByUserId',
  'status',
  'priority',
  'createdAt',
  'errorMessage',
] as const;

export type ActiveAlbum = Pick<QueueItem, (typeof ACTIVE_ALBUM)[number]> & {
  /** Those who take part in it, of the users it was looked up for. */
  readonly participants: readonly string[];
};

/** ?1 JSON list of users; `albums` another one of content ids. */
const activeAmong = (albums: string): string => `
  SELECT ${itemColumns(ACTIVE_ALBUM, 'q')}, (
    SELECT json_group_array(p.user_id) FROM json_each(?1) u CROSS JOIN download_request_participant p
      ON p.queue_item_id = q.id AND p.user_id = u.value) AS participants
  FROM json_each(${albums}) asked CROSS JOIN download_queue q INDEXED BY download_queue_one_active
    ON q.content_type = 'ALBUM' AND q.content_id = asked.value AND q.parent_id IS NULL AND q.status IN ${ACTIVE}`;

const ACTIVE_AMONG = onOneLine(activeAmong('?2'));

/** Which of these albums are on their way, by content id, and who of these users takes part. */
export async function activeAlbums(
  reader: Reader,
  contentIds: Iterable<string>,
  userIds: Iterable<string>,
): Promise<Map<string, ActiveAlbum>> {
  const asked = [userIds, contentIds].map((ids) => JSON.stringify([...new Set(ids)]));
  const rows = await reader.all<Omit<ActiveAlbum, 'participants'> & { participants: string }>(ACTIVE_AMONG, asked);
  return byContent(rows.map((row) => ({ ...row, participants: JSON.parse(row.participants) as string[] })));
}

const byContent = (albums: readonly ActiveAlbum[]): Map<string, ActiveAlbum> =>
  new Map(albums.map((album) => [album.contentId, album]));

const asObjects = (columns: readonly string[], rows: string, more = ''): string =>
  `(SELECT json_group_array(json_object(${columns.map((name) => `'${name}', ${name}`).join(', ')}${more})) FROM (${rows}))`;

const BEFORE_ACCEPTING = onOneLine(`
  SELECT ${asObjects(['userId', 'requestsToday', 'inQueue'], STANDINGS)} AS standings,
    ${asObjects(ACTIVE_ALBUM, activeAmong('?3'), `, 'participants', json(participants)`)} AS active`);

export interface StandingsAndAlbums {
  readonly standings: Map<string, Standing>;
  readonly active: Map<string, ActiveAlbum>;
}

/** What requests are judged by, in one question: how each user stands, and which of the albums are on their way. */
export async function standingsAndAlbums(
  reader: Reader,
  userIds: readonly string[],
  contentIds: readonly string[],
  dayStart: number,
): Promise<StandingsAndAlbums> {
  const asked = [JSON.stringify(userIds), dayStart, JSON.stringify([...new Set(contentIds)])];
  const row = await reader.get<Record<keyof StandingsAndAlbums, string>>(BEFORE_ACCEPTING, asked);
  const standings = JSON.parse(row?.standings ?? '[]') as (Standing & { userId: string })[];
  return {
    standings: new Map(standings.map(({ userId, ...standing }) => [userId, standing])),
    active: byContent(JSON.parse(row?.active ?? '[]') as ActiveAlbum[]),
  };
}

export interface NewRequest {
  readonly id: string;
  readonly contentId: string;
  readonly contentName: string;
  readonly artistName: string;
  readonly userId: string;
}

export interface RequestTerms {
  readonly maxRetries: number;
  readonly now: number;
}

/** New items of priority User, in their order. Whoever takes part in them is the caller's to add. */
export async function insertRequests(
  tx: WriteTransaction,
  requests: readonly NewRequest[],
  { maxRetries, now }: RequestTerms,
): Promise<void> {
  if (requests.length === 0) return;
  const rows = requests.map((one) => [one.id, one.contentId, one.contentName, one.artistName, one.userId]);
  await tx.run(
    `INSERT INTO download_queue (id, status, priority, content_type, content_id, content_name, artist_name,
       request_source, requested_by_user_id, created_at, max_retries)
     SELECT r.value ->> 0, 'PENDING', 2, 'ALBUM', r.value ->> 1, r.value ->> 2, r.value ->> 3, 'USER', r.value ->> 4,
       ?2, ?3 FROM json_each(?1) r ORDER BY r.key`,
    [JSON.stringify(rows), now, maxRetries],
  );
}

const CANCELLABLE = [
  'id',
  'parentId',
  'status',
  'contentType',
  'contentId',
  'requestSource',
  'requestedByUserId',
] as const;
export type CancellableItem = Pick<QueueItem, (typeof CANCELLABLE)[number]>;

/** The request if this user takes part in it. Children have no participants and are never found. */
export function findRequest(reader: Reader, id: string, userId: string): Promise<CancellableItem | undefined> {
  return reader.get<CancellableItem>(
    `SELECT ${itemColumns(CANCELLABLE)} FROM download_queue WHERE id = ?1 AND EXISTS (
       SELECT 1 FROM download_request_participant p WHERE p.queue_item_id = ?1 AND p.user_id = ?2)`,
    [id, userId],
  );
}

/** The item and its unfinished children. Leases end with it, so that running work can no longer be settled. */
export async function cancelItem(tx: WriteTransaction, id: string, now: number): Promise<string[]> {
  const rows = await tx.all<{ id: string }>(
    `UPDATE download_queue SET status = 'CANCELLED', completed_at = ?2, next_retry_at = NULL, waiting_cause = NULL,
       lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL
     WHERE (id = ?1 OR parent_id = ?1) AND ${mayBecome('CANCELLED')} RETURNING id`,
    [id, now],
  );
  return rows.map((row) => row.id);
}
