import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

export interface NewParticipant {
  readonly itemId: string;
  readonly userId: string;
  /** The request was first made by another user. */
  readonly hasJoined: boolean;
}

export async function addParticipants(
  tx: WriteTransaction,
  participants: readonly NewParticipant[],
  now: number,
): Promise<void> {
  if (participants.length === 0) return;
  const rows = participants.map(({ itemId, userId, hasJoined }) => [itemId, userId, hasJoined ? 1 : 0]);
  await tx.run(
    `INSERT INTO download_request_participant (queue_item_id, user_id, joined_at, has_joined)
     SELECT p.value ->> 0, p.value ->> 1, ?2, p.value ->> 2 FROM json_each(?1) p ORDER BY p.key`,
    [JSON.stringify(rows), now],
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
