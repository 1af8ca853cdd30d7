import { randomUUID } from 'node:crypto';
import { type DownloadContentType, type DownloadErrorType, type DownloadProgress } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { participantsOf, progressOf } from './progress.sql.js';
import { ITEM_COLUMNS, type QueueItem } from './queue-item.js';
import { ACTIVE, mayBecome } from './sql-words.js';

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

export interface AlbumState {
  readonly album: QueueItem;
  readonly progress: DownloadProgress;
  readonly userIds: string[];
}

type AlbumStateRow = QueueItem & Record<'progress' | 'userIds', string>;

/**
 * Adds what a child brought to an album, or takes away what went with it, and says how its children stand; undefined when
 * there is no such album. It reads nothing but an index of the children: an album of thousands would otherwise pay for
 * all of them at each.
 */
export async function addToAlbum(
  tx: WriteTransaction,
  albumId: string,
  bytes: number,
): Promise<AlbumState | undefined> {
  const row = await tx.get<AlbumStateRow>(
    `UPDATE download_queue SET bytes_downloaded = ifnull(bytes_downloaded, 0) + ?2 WHERE id = ?1
     RETURNING ${ITEM_COLUMNS}, ${progressOf('?1')} AS progress, ${participantsOf('?1')} AS userIds`,
    [albumId, bytes],
  );
  return row && toState(row);
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

export async function totalOfChildren(tx: WriteTransaction, albumId: string): Promise<ChildrenTotal> {
  const total = await tx.get<ChildrenTotal>(
    `SELECT ifnull(sum(bytes_downloaded), 0) AS bytes,
       count(*) FILTER (WHERE status = 'COMPLETED' AND content_type = 'TRACK_AUDIO') AS tracksCompleted,
       (SELECT c.error_type FROM download_queue c WHERE c.parent_id = ?1 AND c.status = 'FAILED'
        ORDER BY c.completed_at DESC, c.rowid DESC LIMIT 1) AS latestErrorType
     FROM download_queue WHERE parent_id = ?1`,
    [albumId],
  );
  return total ?? { bytes: 0, tracksCompleted: 0, latestErrorType: null };
}

export interface AlbumEnd {
  readonly status: 'COMPLETED' | 'FAILED';
  readonly errorType: DownloadErrorType | null;
  readonly message: string | null;
  readonly bytes: number;
  readonly durationMs: number;
  readonly now: number;
}

export async function endAlbum(tx: WriteTransaction, albumId: string, end: AlbumEnd): Promise<void> {
  await tx.run(
    `UPDATE download_queue SET status = ?, completed_at = ?, processing_duration_ms = ?, error_type = ?,
       error_message = ?, bytes_downloaded = ?
     WHERE id = ? AND ${mayBecome(end.status)}`,
    [end.status, end.now, end.durationMs, end.errorType, end.message, end.bytes, albumId],
  );
}

/** Whether an album that was expanded before has children that still come to an end by themselves. */
export async function hasActiveChild(tx: WriteTransaction, albumId: string): Promise<boolean> {
  const sql = `SELECT 1 FROM download_queue WHERE parent_id = ? AND status IN ${ACTIVE} LIMIT 1`;
  return (await tx.get(sql, [albumId])) !== undefined;
}
