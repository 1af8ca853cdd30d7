import { type Playlist } from '../storage/user/playlist.repository.js';

/** The form existing clients read, instant included. */
export const playlistJson = ({ id, userId, creator, name, created, tracks }: Playlist) => ({
  id,
  user_id: userId,
  creator,
  name,
  created: { secs_since_epoch: created, nanos_since_epoch: 0 },
  tracks,
});
