import { type Reader } from '@pezzottify/persistence';

export interface UserContent {
  readonly likes: { albums: string[]; artists: string[]; tracks: string[] };
  readonly settings: { key: string; value: boolean }[];
  readonly playlists: { id: string; name: string; tracks: string[] }[];
}

const LIKES_OF = (type: number) => `(SELECT json_group_array(content_id ORDER BY created DESC, id DESC)
  FROM liked_content WHERE user_id = ?1 AND content_type = ${type})`;

const STATE = `SELECT ${LIKES_OF(1)} AS artists, ${LIKES_OF(2)} AS albums, ${LIKES_OF(3)} AS tracks,
  (SELECT json_group_array(json_object('key', setting_key, 'value', json(setting_value)) ORDER BY setting_key)
   FROM user_settings WHERE user_id = ?1 AND setting_value IN ('true', 'false')
     AND setting_key IN (SELECT value FROM json_each(?2))) AS settings,
  (SELECT json_group_array(json_object('id', p.id, 'name', p.name, 'tracks', json(
      (SELECT json_group_array(t.track_id ORDER BY t.position) FROM user_playlist_tracks t WHERE t.playlist_id = p.id)))
    ORDER BY p.created DESC, p.rowid DESC)
   FROM user_playlist p WHERE p.user_id = ?1) AS playlists`;

type Row = Record<'artists' | 'albums' | 'tracks' | 'settings' | 'playlists', string>;

/** Everything a device keeps a copy of, in one statement. `settingKeys`: the keys that may be shown. */
export async function userContent(
  reader: Reader,
  userId: number,
  settingKeys: readonly string[],
): Promise<UserContent> {
  const row = await reader.get<Row>(STATE, [userId, JSON.stringify(settingKeys)]);
  const list = <T>(json: string | undefined): T[] => JSON.parse(json ?? '[]') as T[];
  return {
    likes: { albums: list(row?.albums), artists: list(row?.artists), tracks: list(row?.tracks) },
    settings: list(row?.settings),
    playlists: list(row?.playlists),
  };
}
