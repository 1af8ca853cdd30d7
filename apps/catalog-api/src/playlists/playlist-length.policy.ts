import { CodedError } from '@pezzottify/contracts';

export const MAX_TRACKS = 300;

/** The same for a body with the list `key`, before every value of it is looked at: it may have hundreds of thousands. */
export const refuseTooLongList =
  (key: string) =>
  (body: unknown): void => {
    const list = (Object(body) as Record<string, unknown>)[key];
    if (Array.isArray(list)) refuseTooLong(list.length);
  };

/** Throws PLAYLIST_TOO_LONG for more tracks than a playlist may have. */
export function refuseTooLong(tracks: number): void {
  if (tracks <= MAX_TRACKS) return;
  throw new CodedError('PLAYLIST_TOO_LONG', `a playlist has at most ${MAX_TRACKS} tracks; this would be ${tracks}`);
}
