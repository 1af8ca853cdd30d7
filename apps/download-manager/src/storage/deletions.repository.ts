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

/** Its children and participants go with it. */
export async function deleteItem(tx: WriteTransaction, id: string): Promise<void> {
  await tx.run('DELETE FROM download_queue WHERE id = ?', [id]);
}
