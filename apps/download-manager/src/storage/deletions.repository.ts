import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { itemColumns, type QueueItem } from './queue-item.js';

const DELETED = [
  'id',
  'parentId',
  'status',
  'contentType',
  'contentId',
  'requestSource',
  'requestedByUserId',
  'bytesDownloaded',
] as const;
export type DeletedItem = Pick<QueueItem, (typeof DELETED)[number]>;

export function findItem(reader: Reader, id: string): Promise<DeletedItem | undefined> {
  return reader.get<DeletedItem>(`SELECT ${itemColumns(DELETED)} FROM download_queue WHERE id = ?`, [id]);
}

/**
 * To be called as its request is deleted: an album that was on its way or cancelled is not wanted, one that has arrived or
 * failed may be kept whole.
 */
export async function noteWhetherWanted(
  tx: WriteTransaction,
  { contentId, status }: Pick<DeletedItem, 'contentId' | 'status'>,
  now: number,
): Promise<void> {
  if (status === 'COMPLETED' || status === 'FAILED') {
    await tx.run('DELETE FROM unwanted_album WHERE album_id = ?', [contentId]);
  } else {
    await tx.run('INSERT INTO unwanted_album (album_id, since) VALUES (?, ?) ON CONFLICT DO NOTHING', [contentId, now]);
  }
}

/** Its children and participants go with it. */
export async function deleteItem(tx: WriteTransaction, id: string): Promise<void> {
  await tx.run('DELETE FROM download_queue WHERE id = ?', [id]);
}
