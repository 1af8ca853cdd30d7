import { type Reader } from '@pezzottify/persistence';

export interface ActivityPeriod {
  readonly start: number;
  readonly albums: number;
  readonly tracks: number;
  readonly images: number;
  readonly bytes: number;
  readonly failures: number;
}

/** The hours are in UTC; days and weeks begin `offset` seconds after a multiple of their `length`. */
export interface PeriodLength {
  readonly length: number;
  readonly offset: number;
}

/** Sums over periods that begin in `from`..`until` (both included), ascending; those in which nothing happened are left out. */
export function activityBetween(
  reader: Reader,
  { length, offset }: PeriodLength,
  { from, until }: { from: number; until: number },
): Promise<ActivityPeriod[]> {
  return reader.all<ActivityPeriod>(
    `SELECT hour_bucket - (hour_bucket - ?2) % ?1 AS start, sum(albums_downloaded) AS albums,
       sum(tracks_downloaded) AS tracks, sum(images_downloaded) AS images, sum(bytes_downloaded) AS bytes,
       sum(failed_count) AS failures
     FROM download_activity_log WHERE hour_bucket BETWEEN ?3 AND ?4 GROUP BY start
     HAVING albums + tracks + images + bytes + failures > 0 ORDER BY start`,
    [length, offset, from, until],
  );
}
