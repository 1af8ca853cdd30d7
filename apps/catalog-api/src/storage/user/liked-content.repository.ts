import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** Position in the list + 1 is the number the database stores. */
export const LIKED_TYPES = ['artist', 'album', 'track'] as const;
export type LikedType = (typeof LIKED_TYPES)[number];

export interface Like {
  readonly type: LikedType;
  readonly contentId: string;
}

/** Newest first. */
export async function likedIds(reader: Reader, userId: number, type: LikedType): Promise<string[]> {
  const rows = await reader.all<{ contentId: string }>(
    `SELECT content_id AS contentId FROM liked_content WHERE user_id = ? AND content_type = ?
     ORDER BY created DESC, id DESC`,
    [userId, storedType(type)],
  );
  return rows.map(({ contentId }) => contentId);
}

/** Whether it changed anything; likewise below. */
export async function insertLike(tx: WriteTransaction, userId: number, like: Like, now: number): Promise<boolean> {
  const { changes } = await tx.run(
    'INSERT INTO liked_content (user_id, content_type, content_id, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [userId, storedType(like.type), like.contentId, now],
  );
  return changes > 0;
}

export async function deleteLike(tx: WriteTransaction, userId: number, like: Like): Promise<boolean> {
  const { changes } = await tx.run(
    'DELETE FROM liked_content WHERE user_id = ? AND content_type = ? AND content_id = ?',
    [userId, storedType(like.type), like.contentId],
  );
  return changes > 0;
}

const storedType = (type: LikedType): number => LIKED_TYPES.indexOf(type) + 1;
