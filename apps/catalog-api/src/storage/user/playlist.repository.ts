import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

export interface Playlist {
  readonly id: string;
  readonly userId: number;
  /** Handle of who created it. */
  readonly creator: string;
  readonly name: string;
  /** Unix seconds. */
  readonly created: number;
  readonly tracks: readonly string[];
}

/** Newest first. */
export async function playlistIds(reader: Reader, userId: number): Promise<string[]> {
  const sql = 'SELECT id FROM user_playlist WHERE user_id = ? ORDER BY created DESC, rowid DESC';
  const rows = await reader.all<{ id: string }>(sql, [userId]);
  return rows.map(({ id }) => id);
}

const FIND = `SELECT p.id, p.user_id AS userId, c.handle AS creator, p.name, p.created,
    (SELECT json_group_array(t.track_id ORDER BY t.position) FROM user_playlist_tracks t WHERE t.playlist_id = p.id) AS tracks
  FROM user_playlist p JOIN user c ON c.id = p.creator_id WHERE p.id = ? AND p.user_id = ?`;

/** Undefined when there is none or it is another user's. */
export async function findPlaylist(reader: Reader, userId: number, id: string): Promise<Playlist | undefined> {
  const row = await reader.get<Playlist & { tracks: string }>(FIND, [id, userId]);
  return row && { ...row, tracks: JSON.parse(row.tracks) as string[] };
}

export async function insertPlaylist(
  tx: WriteTransaction,
  { id, userId, name, now }: { id: string; userId: number; name: string; now: number },
): Promise<void> {
  const sql = 'INSERT INTO user_playlist (id, user_id, creator_id, name, created) VALUES (?1, ?2, ?2, ?3, ?4)';
  await tx.run(sql, [id, userId, name, now]);
}

export async function renamePlaylist(tx: WriteTransaction, id: string, name: string): Promise<void> {
  await tx.run('UPDATE user_playlist SET name = ? WHERE id = ?', [name, id]);
}

/** Positions are those of the list, from 0 and without gaps. */
export async function replaceTracks(tx: WriteTransaction, id: string, trackIds: readonly string[]): Promise<void> {
  await tx.run('DELETE FROM user_playlist_tracks WHERE playlist_id = ?', [id]);
  await tx.run(
    'INSERT INTO user_playlist_tracks (playlist_id, track_id, position) SELECT ?, value, key FROM json_each(?)',
    [id, JSON.stringify(trackIds)],
  );
}

/** Its tracks go with it. False when there is none or it is another user's. */
export async function deletePlaylist(tx: WriteTransaction, userId: number, id: string): Promise<boolean> {
  const { changes } = await tx.run('DELETE FROM user_playlist WHERE id = ? AND user_id = ?', [id, userId]);
  return changes > 0;
}
