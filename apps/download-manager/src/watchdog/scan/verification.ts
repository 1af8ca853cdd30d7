import { type MediaList } from '@pezzottify/contracts';
import { MEDIA_LISTS } from '../media-lists.js';

/** How far the reading of all files has come; it goes on where it stopped, over as many runs as it takes. */
export interface Verification {
  /** The next file is the one after this id of this list. */
  readonly list: MediaList;
  readonly after: string | null;
  readonly round_started_at: number;
  readonly files_verified: number;
  readonly bytes_verified: number;
  readonly last_round_ended_at: number | null;
}

export const newRound = (now: number, lastRoundEndedAt: number | null): Verification => ({
  list: 'track_audio',
  after: null,
  round_started_at: now,
  files_verified: 0,
  bytes_verified: 0,
  last_round_ended_at: lastRoundEndedAt,
});

/** After some files of the present list. */
export const further = (
  verification: Verification,
  { last, files, bytes }: { last: string | null; files: number; bytes: number },
): Verification => ({
  ...verification,
  after: last ?? verification.after,
  files_verified: verification.files_verified + files,
  bytes_verified: verification.bytes_verified + bytes,
});

/** After the end of a list; null: that was the last one. */
export function nextList(verification: Verification): Verification | null {
  const list = MEDIA_LISTS[MEDIA_LISTS.indexOf(verification.list) + 1];
  return list ? { ...verification, list, after: null } : null;
}
