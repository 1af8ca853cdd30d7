import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { ACTIVE, mayBecome } from './sql-words.js';
import { itemColumns, type QueueItem } from './queue-item.js';

/** What the limits of a user are compared with, counted at the moment of the question. */
export interface Standing {
  readonly requestsToday: number;
  readonly inQueue: number;
}

/**
 * Requests accepted since `dayStart`, cancelled and deleted ones included, and the user's active items: those first
 * asked for and not left, and those joined.
 */
const STANDING = `SELECT (
    SELECT count(*) FROM download_audit_log INDEXED BY download_audit_log_requests
    WHERE event_type = 'REQUEST_CREATED' AND user_id = ?1 AND timestamp >= ?2) AS requestsToday,
  (SELECT count(*) FROM download_queue q INDEXED BY download_queue_active_of_user
   WHERE q.requested_by_user_id = ?1 AND q.parent_id IS NULL AND q.status IN ${ACTIVE} AND EXISTS (
     SELECT 1 FROM download_request_participant p WHERE p.queue_item_id = q.id AND p.user_id = ?1))
  + (SELECT count(*) FROM download_request_participant p INDEXED BY download_request_participant_joined
     JOIN download_queue q ON q.id = p.queue_item_id
     WHERE p.user_id = ?1 AND p.has_joined = 1 AND q.status IN ${ACTIVE}) AS inQueue`;

export async function standingOf(reader: Reader, userId: string, dayStart: number): Promise<Standing> {
  return (await reader.get<Standing>(STANDING, [userId, dayStart])) ?? { requestsToday: 0, inQueue: 0 };
}

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

export type ActiveAlbum = Pick<QueueItem, (typeof ACTIVE_ALBUM)[number]> & { readonly isMine: boolean };

/** Which of these albums are on their way, by content id, and whether the user takes part. */
export async function activeAlbums(
  reader: Reader,
  contentIds: readonly string[],
  userId: string,
): Promise<Map<string, ActiveAlbum>> {
  if (contentIds.length === 0) return new Map();
  const rows = await reader.all<Omit<ActiveAlbum, 'isMine'> & { isMine: number }>(
    `SELECT ${itemColumns(ACTIVE_ALBUM, 'q')},
       EXISTS (SELECT 1 FROM download_request_participant p WHERE p.queue_item_id = q.id AND p.user_id = ?2) AS isMine
     FROM json_each(?1) asked CROSS JOIN download_queue q INDEXED BY download_queue_one_active
       ON q.content_type = 'ALBUM' AND q.content_id = asked.value AND q.parent_id IS NULL AND q.status IN ${ACTIVE}`,
    [JSON.stringify([...new Set(contentIds)]), userId],
  );
  return new Map(rows.map((row) => [row.contentId, { ...row, isMine: row.isMine === 1 }]));
}

export interface NewRequest {
  readonly id: string;
  readonly contentId: string;
  readonly contentName: string;
  readonly artistName: string;
}

export interface RequestTerms {
  readonly userId: string;
  readonly maxRetries: number;
  readonly now: number;
}

/** New items of priority User, with their asker as the first participant. */
export async function insertRequests(
  tx: WriteTransaction,
  requests: readonly NewRequest[],
  { userId, maxRetries, now }: RequestTerms,
): Promise<void> {
  if (requests.length === 0) return;
  await tx.run(
    `INSERT INTO download_queue (id, status, priority, content_type, content_id, content_name, artist_name,
       request_source, requested_by_user_id, created_at, max_retries)
     SELECT r.value ->> 'id', 'PENDING', 2, 'ALBUM', r.value ->> 'contentId', r.value ->> 'contentName',
       r.value ->> 'artistName', 'USER', ?2, ?3, ?4 FROM json_each(?1) r`,
    [JSON.stringify(requests), userId, now, maxRetries],
  );
  await addParticipant(
    tx,
    requests.map(({ id }) => id),
    userId,
    now,
  );
}

export async function addParticipant(
  tx: WriteTransaction,
  itemIds: readonly string[],
  userId: string,
  now: number,
): Promise<void> {
  if (itemIds.length === 0) return;
  await tx.run(
    `INSERT INTO download_request_participant (queue_item_id, user_id, joined_at, has_joined)
     SELECT q.id, ?2, ?3, q.requested_by_user_id IS NOT ?2
     FROM json_each(?1) i CROSS JOIN download_queue q ON q.id = i.value`,
    [JSON.stringify(itemIds), userId, now],
  );
}

export async function removeParticipant(tx: WriteTransaction, itemId: string, userId: string): Promise<void> {
  await tx.run('DELETE FROM download_request_participant WHERE queue_item_id = ? AND user_id = ?', [itemId, userId]);
}

/** Who takes part in each of these requests; no entry where nobody does. */
export async function participantsOfAll(reader: Reader, itemIds: readonly string[]): Promise<Map<string, string[]>> {
  if (itemIds.length === 0) return new Map();
  const rows = await reader.all<{ itemId: string; userIds: string }>(
    `SELECT queue_item_id AS itemId, json_group_array(user_id ORDER BY joined_at, rowid) AS userIds
     FROM download_request_participant WHERE queue_item_id IN (SELECT value FROM json_each(?)) GROUP BY queue_item_id`,
    [JSON.stringify(itemIds)],
  );
  return new Map(rows.map(({ itemId, userIds }) => [itemId, JSON.parse(userIds) as string[]]));
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
