import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('download_activity_log')
export class ActivityEntity {
  /** Start of the UTC hour. */
  @PrimaryColumn('integer', { name: 'hour_bucket' })
  hourBucket: number;

  @Column('integer', { name: 'albums_downloaded', default: 0 })
  albumsDownloaded: number;

  @Column('integer', { name: 'tracks_downloaded', default: 0 })
  tracksDownloaded: number;

  @Column('integer', { name: 'images_downloaded', default: 0 })
  imagesDownloaded: number;

  @Column('integer', { name: 'bytes_downloaded', default: 0 })
  bytesDownloaded: number;

  @Column('integer', { name: 'failed_count', default: 0 })
  failedCount: number;

  @Column('integer', { name: 'last_updated_at' })
  lastUpdatedAt: number;
}
