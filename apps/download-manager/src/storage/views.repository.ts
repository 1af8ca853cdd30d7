import { type DownloadProgress, type DownloadStatus } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { progressOf } from './progress.sql.js';
import { ITEM_COLUMNS, type QueueItem, type WaitingCause } from './queue-item.js';
import { ACTIVE } from './sql-words.js';

/** A request with what its children say about it. */
export interface RequestRow {
  readonly item: QueueItem;
  /** Null without children. */
  readonly progress: DownloadProgress | null;
  /** The first of the children's waits to end, and its cause; null unless waits are all that the children do. */
  readonly childRetryAt: number | null;
  readonly childWaitingCause: WaitingCause | null;
}

const nextRetry = (column: string): string => `(
  SELECT c.${column} FROM download_queue c WHERE c.parent_id = download_queue.id AND c.status = 'RETRY_WAITING'
    AND NOT EXISTS (SELECT 1 FROM download_queue o WHERE o.parent_id = download_queue.id AND o.status = 'PENDING')
  ORDER BY c.next_retry_at LIMIT 1)`;

const SELECT_VIEW = `SELECT ${ITEM_COLUMNS}, ${progressOf('download_queue.id')} AS progress,
  ${nextRetry('next_retry_at')} AS childRetryAt, ${nextRetry('waiting_cause')} AS childWaitingCause FROM download_queue`;

type Row = QueueItem & { progress: string } & Pick<RequestRow, 'childRetryAt' | 'childWaitingCause'>;

/** What the user asked for or joined, newest first. */
export async function requestsOfUser(
  reader: Reader,
  userId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<RequestRow[]> {
  const rows = await reader.all<Row>(
    `${SELECT_VIEW} JOIN (
       SELECT queue_item_id, joined_at, rowid AS joined FROM download_request_participant WHERE user_id = ?1
       ORDER BY joined_at DESC, rowid DESC LIMIT ?2 OFFSET ?3) mine ON mine.queue_item_id = download_queue.id
     ORDER BY mine.joined_at DESC, mine.joined DESC`,
    [userId, limit, offset],
  );
  return rows.map(toRequestRow);
}

/** One request, if the user takes part in it. */
export async function requestOfUser(reader: Reader, id: string, userId: string): Promise<RequestRow | undefined> {
  const row = await reader.get<Row>(
    `${SELECT_VIEW} WHERE download_queue.id = ?1 AND EXISTS (
       SELECT 1 FROM download_request_participant p WHERE p.queue_item_id = ?1 AND p.user_id = ?2)`,
    [id, userId],
  );
  return row && toRequestRow(row);
}

/** What is undefined or false is not asked for; the rest combines with "and". */
export interface ItemFilter {
  readonly status?: DownloadStatus | undefined;
  readonly userId?: string | undefined;
  readonly excludeCompleted: boolean;
  readonly topLevelOnly: boolean;
}

/**
 * Active items first, in the order of their lanes; then finished ones, the latest first. A user's items are those first
 * asked for by that user and those joined.
 */
const LIST_ORDER = `status NOT IN ${ACTIVE}, CASE WHEN status IN ${ACTIVE} THEN priority END,
  CASE WHEN status IN ${ACTIVE} THEN created_at END, CASE WHEN status IN ${ACTIVE} THEN download_queue.rowid END,
  completed_at DESC, download_queue.rowid DESC`;

export async function listItems(
  reader: Reader,
  { status, userId, excludeCompleted, topLevelOnly }: ItemFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<RequestRow[]> {
  const conditions = [
    ...(status === undefined ? [] : [{ sql: 'status = ?', values: [status] }]),
    ...(userId === undefined ? [] : [{ sql: OF_USER, values: [userId, userId] }]),
    ...(excludeCompleted ? [{ sql: `status <> 'COMPLETED'`, values: [] }] : []),
    ...(topLevelOnly ? [{ sql: 'parent_id IS NULL', values: [] }] : []),
  ];
  const where = ['true', ...conditions.map(({ sql }) => sql)].join(' AND ');
  const rows = await reader.all<Row>(`${SELECT_VIEW} WHERE ${where} ORDER BY ${LIST_ORDER} LIMIT ? OFFSET ?`, [
    ...conditions.flatMap(({ values }) => values),
    limit,
    offset,
  ]);
  return rows.map(toRequestRow);
}

const OF_USER = `(requested_by_user_id = ? OR download_queue.id IN (
  SELECT queue_item_id FROM download_request_participant WHERE user_id = ?))`;

export function failedItems(
  reader: Reader,
  { limit, offset }: { limit: number; offset: number },
): Promise<QueueItem[]> {
  return reader.all<QueueItem>(
    `SELECT ${ITEM_COLUMNS} FROM download_queue WHERE status = 'FAILED'
     ORDER BY completed_at DESC, rowid DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  );
}

export function findQueueItem(reader: Reader, id: string): Promise<QueueItem | undefined> {
  return reader.get<QueueItem>(`SELECT ${ITEM_COLUMNS} FROM download_queue WHERE id = ?`, [id]);
}

/** Whether anything is being worked on. */
export async function isAnythingLeased(reader: Reader): Promise<boolean> {
  const sql = 'SELECT 1 FROM download_queue INDEXED BY download_queue_lease WHERE lease_token IS NOT NULL LIMIT 1';
  return (await reader.get(sql)) !== undefined;
}

/** Progress of the requests among these ids that have children. */
export async function progressOfAll(reader: Reader, ids: readonly string[]): Promise<Map<string, DownloadProgress>> {
  const rows = await reader.all<{ id: string; progress: string }>(
    `SELECT i.value AS id, ${progressOf('i.value')} AS progress FROM json_each(?) i`,
    [JSON.stringify(ids)],
  );
  const parsed = rows.map(({ id, progress }) => [id, readProgress(progress)] as const);
  return new Map(parsed.flatMap(([id, progress]) => (progress === null ? [] : [[id, progress]])));
}

function toRequestRow({ progress, childRetryAt, childWaitingCause, ...item }: Row): RequestRow {
  return { item, progress: readProgress(progress), childRetryAt, childWaitingCause };
}

function readProgress(text: string): DownloadProgress | null {
  const progress = JSON.parse(text) as DownloadProgress;
  return progress.total_children === 0 ? null : progress;
}
