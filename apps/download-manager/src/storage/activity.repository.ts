import { type WriteTransaction } from '@pezzottify/persistence';

/** What one transition adds to its hour. */
export interface Activity {
  readonly albums: number;
  readonly tracks: number;
  readonly images: number;
  readonly bytes: number;
  readonly failures: number;
}

export async function addActivity(tx: WriteTransaction, activity: Activity, now: number): Promise<void> {
  await tx.run(
    `INSERT INTO download_activity_log (hour_bucket, albums_downloaded, tracks_downloaded, images_downloaded,
       bytes_downloaded, failed_count, last_updated_at) VALUES (?1 - ?1 % 3600, ?2, ?3, ?4, ?5, ?6, ?1)
     ON CONFLICT (hour_bucket) DO UPDATE SET albums_downloaded = albums_downloaded + excluded.albums_downloaded,
       tracks_downloaded = tracks_downloaded + excluded.tracks_downloaded,
       images_downloaded = images_downloaded + excluded.images_downloaded,
       bytes_downloaded = bytes_downloaded + excluded.bytes_downloaded,
       failed_count = failed_count + excluded.failed_count, last_updated_at = excluded.last_updated_at`,
    [now, activity.albums, activity.tracks, activity.images, activity.bytes, activity.failures],
  );
}
