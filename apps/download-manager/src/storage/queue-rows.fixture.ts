import { type Database, type SqlValue } from '@pezzottify/persistence';
import { addActivity } from './activity.repository.js';
import { type QueueItem } from './queue-item.js';

let made = 0;

type Row = Record<string, SqlValue>;

/** A waiting album of user 7; `row` gives the columns that matter to the test. Returns the id. */
export async function insertItem(database: Database, row: Row = {}): Promise<string> {
  made += 1;
  const id = `item-${made}`;
  const full: Row = {
    id,
    status: 'PENDING',
    priority: 2,
    content_type: 'ALBUM',
    content_id: `content-${made}`,
    content_name: `Album ${made}`,
    request_source: 'USER',
    requested_by_user_id: '7',
    created_at: 1000,
    ...row,
  };
  const columns = Object.keys(full);
  await database.write((tx) =>
    tx.run(
      `INSERT INTO download_queue (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      Object.values(full),
    ),
  );
  return full.id as string;
}

export async function insertParticipant(
  database: Database,
  itemId: string,
  userId: string,
  joinedAt = 1000,
): Promise<void> {
  await database.write((tx) =>
    tx.run(
      `INSERT INTO download_request_participant (queue_item_id, user_id, joined_at, has_joined)
       SELECT id, ?2, ?3, requested_by_user_id IS NOT ?2 FROM download_queue WHERE id = ?1`,
      [itemId, userId, joinedAt],
    ),
  );
}

/** As if so many albums had been expanded at this moment. */
export const insertExpansions = (database: Database, at: number, albums: number): Promise<void> =>
  database.write((tx) => addActivity(tx, { albums, tracks: 0, images: 0, bytes: 0, failures: 0 }, at));

export const statusOf = async (database: Database, id: string): Promise<QueueItem['status'] | undefined> =>
  (await database.reads.get<Pick<QueueItem, 'status'>>('SELECT status FROM download_queue WHERE id = ?', [id]))?.status;
