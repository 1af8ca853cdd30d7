import { CodedError } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { findPlaylist, type Playlist } from '../storage/user/playlist.repository.js';

/** The playlist, or NOT_FOUND: the same whether there is none or it is another user's. */
export async function ownPlaylist(reader: Reader, userId: number, id: string): Promise<Playlist> {
  const playlist = await findPlaylist(reader, userId, id);
  if (!playlist) throw playlistNotFound(id);
  return playlist;
}

export const playlistNotFound = (id: string): CodedError =>
  new CodedError('NOT_FOUND', `you have no playlist with the id ${JSON.stringify(id)}`);
