import { CodedError } from '@pezzottify/contracts';

export const MAX_TRACKS = 300;

/** Throws PLAYLIST_TOO_LONG for more tracks than a playlist may have. */
export function refuseTooLong(tracks: number): void {
  if (tracks <= MAX_TRACKS) return;
  throw new CodedError('PLAYLIST_TOO_LONG', `a playlist has at most ${MAX_TRACKS} tracks; this would be ${tracks}`);
}
