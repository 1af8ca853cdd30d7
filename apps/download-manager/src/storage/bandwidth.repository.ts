import { type Reader } from '@pezzottify/persistence';

/** Bytes of media finished in the 60 and 3600 seconds before `now`. */
export interface BandwidthUsed {
  readonly minute: number;
  readonly hour: number;
}

/** What was finished before an administrator reset the sums does not count. */
const FINISHED_MEDIA = `FROM download_queue INDEXED BY download_queue_completed
  WHERE status = 'COMPLETED' AND content_type <> 'ALBUM' AND completed_at > ifnull((
    SELECT value ->> 'at' FROM download_queue_state WHERE key = 'throttle_reset'), 0)`;

export async function bandwidthUsed(reader: Reader, now: number): Promise<BandwidthUsed> {
  const used = await reader.get<BandwidthUsed>(
    `SELECT ifnull(sum(bytes_downloaded) FILTER (WHERE completed_at > ?1 - 60), 0) AS minute,
       ifnull(sum(bytes_downloaded), 0) AS hour ${FINISHED_MEDIA} AND completed_at > ?1 - 3600`,
    [now],
  );
  return used ?? { minute: 0, hour: 0 };
}

/**
 * When the sum over the sliding window falls below `maxBytes`, if nothing more is finished: when the newest item leaves
 * the window with which those after it no longer reach the maximum.
 */
export async function bandwidthFreeAt(
  reader: Reader,
  { now, windowSeconds, maxBytes }: { now: number; windowSeconds: number; maxBytes: number },
): Promise<number> {
  const row = await reader.get<{ at: number | null }>(
    `SELECT max(at) AS at FROM (
       SELECT completed_at AS at, sum(bytes_downloaded) OVER (ORDER BY completed_at DESC) AS sinceThen
       ${FINISHED_MEDIA} AND completed_at > ?1 - ?2) WHERE sinceThen >= ?3`,
    [now, windowSeconds, maxBytes],
  );
  return (row?.at ?? now - windowSeconds) + windowSeconds;
}
