import { randomUUID } from 'node:crypto';
import { type DownloadContentType, type DownloadErrorType, type DownloadProgress } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { participantsOf, progressOf } from './progress.sql.js';
import { ITEM_COLUMNS, type QueueItem } from './queue-item.js';
import { mayBecome, onOneLine } from './sql-words.js';

export interface NewChild {
  readonly contentType: DownloadContentType;
  readonly contentId: string;
  readonly contentName: string | null;
}

/** Those of the children that the album does not have yet; returns the types of those created. */
export async function createChildren(
  tx: WriteTransaction,
  parentId: string,
  children: readonly NewChild[],
  now: number,
): Promise<DownloadContentType[]> {
  const rows = await tx.all<{ type: DownloadContentType }>(
    `INSERT INTO download_queue (id, parent_id, status, priority, content_type, content_id, content_name, artist_name,
       request_source, requested_by_user_id, created_at, max_retries)
     SELECT c.value ->> 'id', p.id, 'PENDING', p.priority, c.value ->> 'contentType', c.value ->> 'contentId',
       c.value ->> 'contentName', p.artist_name, p.request_source, p.requested_by_user_id, ?3, p.max_retries
     FROM download_queue p CROSS JOIN json_each(?2) c WHERE p.id = ?1
     ON CONFLICT DO NOTHING RETURNING content_type AS type`,
    [parentId, JSON.stringify(children.map((child) => ({ id: randomUUID(), ...child }))), now],
  );
  return rows.map(({ type }) => type);
}

/**
 * Of an album that is expanded again, what had been completed before and is to be fetched all the same: its files are gone.
 * Whatever else its children have reached stays.
 */
export async function forgetLostChildren(
  tx: WriteTransaction,
  album: Pick<QueueItem, 'id' | 'lastAttemptAt'>,
  children: readonly NewChild[],
): Promise<void> {
  await tx.run(
    `DELETE FROM download_queue WHERE parent_id = ?1 AND status = 'COMPLETED' AND completed_at < ?2
       AND (content_type, content_id) IN (SELECT c.value ->> 'contentType', c.value ->> 'contentId' FROM json_each(?3) c)`,
    [album.id, album.lastAttemptAt, JSON.stringify(children)],
  );
}

export interface AlbumState {
  readonly album: QueueItem;
  readonly progress: DownloadProgress;
  readonly userIds: string[];
}

type AlbumStateRow = QueueItem & Record<'progress' | 'userIds', string>;

export interface AlbumChange {
  readonly albumId: string;
  /** What its children brought, less than nothing where one went. */
  readonly bytes: number;
}

export const ADD_TO_ALBUMS = onOneLine(`
  UPDATE download_queue SET bytes_downloaded = ifnull(bytes_downloaded, 0) + (a.value ->> 'bytes')
  FROM json_each(?) a WHERE download_queue.id = a.value ->> 'albumId'
  RETURNING ${ITEM_COLUMNS}, ${progressOf('download_queue.id')} AS progress, ${participantsOf('download_queue.id')} AS userIds`);

/**
 * Adds what children brought to their albums, and says how the children of these stand. It reads nothing but an index of the
 * children: an album of thousands would otherwise pay for all of them at each.
 */
export async function addToAlbums(tx: WriteTransaction, changes: readonly AlbumChange[]): Promise<AlbumState[]> {
  return (await tx.all<AlbumStateRow>(ADD_TO_ALBUMS, [JSON.stringify(changes)])).map(toState);
}

/** How these albums stand, whatever their status. */
export async function albumStates(tx: WriteTransaction, albumIds: readonly string[]): Promise<AlbumState[]> {
  const rows = await tx.all<AlbumStateRow>(
    `SELECT ${ITEM_COLUMNS}, ${progressOf('download_queue.id')} AS progress,
       ${participantsOf('download_queue.id')} AS userIds
     FROM download_queue WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(albumIds)],
  );
  return rows.map(toState);
}

function toState({ progress, userIds, ...album }: AlbumStateRow): AlbumState {
  return {
    album,
    progress: JSON.parse(progress) as DownloadProgress,
    userIds: JSON.parse(userIds) as string[],
  };
}

/** What all children together amount to, for the end of an album. */
export interface ChildrenTotal {
  readonly bytes: number;
  readonly tracksCompleted: number;
  /** Of the child that failed last; null when none has. */
  readonly latestErrorType: DownloadErrorType | null;
}

const TOTALS = onOneLine(`
  SELECT parent_id AS albumId, ifnull(sum(bytes_downloaded), 0) AS bytes,
    count(*) FILTER (WHERE status = 'COMPLETED' AND content_type = 'TRACK_AUDIO') AS tracksCompleted,
    (SELECT c.error_type FROM download_queue c WHERE c.parent_id = download_queue.parent_id AND c.status = 'FAILED'
     ORDER BY c.completed_at DESC, c.rowid DESC LIMIT 1) AS latestErrorType
  FROM download_queue WHERE parent_id IN (SELECT value FROM json_each(?)) GROUP BY parent_id`);

/** Of each of these albums that has children. */
export async function totalsOfChildren(
  tx: WriteTransaction,
  albumIds: readonly string[],
): Promise<Map<string, ChildrenTotal>> {
  const rows = await tx.all<ChildrenTotal & { albumId: string }>(TOTALS, [JSON.stringify(albumIds)]);
  return new Map(rows.map(({ albumId, ...total }) => [albumId, total]));
}

export interface AlbumEnd {
  readonly albumId: string;
  readonly status: 'COMPLETED' | 'FAILED';
  readonly errorType: DownloadErrorType | null;
  readonly message: string | null;
  readonly bytes: number;
  readonly durationMs: number;
}

const END_ALBUMS = onOneLine(`
  UPDATE download_queue SET status = e.value ->> 'status', completed_at = ?1,
    processing_duration_ms = e.value ->> 'durationMs', error_type = e.value ->> 'errorType',
    error_message = e.value ->> 'message', bytes_downloaded = e.value ->> 'bytes'
  FROM json_each(?2) e WHERE download_queue.id = e.value ->> 'albumId' AND CASE e.value ->> 'status'
    WHEN 'COMPLETED' THEN ${mayBecome('COMPLETED')} ELSE ${mayBecome('FAILED')} END`);

export async function endAlbums(tx: WriteTransaction, ends: readonly AlbumEnd[], now: number): Promise<void> {
  await tx.run(END_ALBUMS, [now, JSON.stringify(ends)]);
}

export async function hasChildren(tx: WriteTransaction, albumId: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM download_queue WHERE parent_id = ? LIMIT 1';
  return (await tx.get(sql, [albumId])) !== undefined;
}
