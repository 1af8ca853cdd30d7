import { type AlbumLimits, type AlbumsUsed } from '../../storage/claims.repository.js';
import { type Hold } from './hold.js';

const nextMultiple = (seconds: number, now: number): number => now - (now % seconds) + seconds;

/** The album limits are per UTC hour and day; where both are reached, the later end counts. */
export function albumHold(limits: AlbumLimits, used: AlbumsUsed, now: number): Hold | null {
  if (used.day >= limits.maxAlbumsPerDay) return { reason: 'album_limit', until: nextMultiple(86_400, now) };
  if (used.hour >= limits.maxAlbumsPerHour) return { reason: 'album_limit', until: nextMultiple(3_600, now) };
  return null;
}
