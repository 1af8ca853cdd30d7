import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Problem } from '../../watchdog/files/media-files.thread.js';

export type MediaContentType = 'TRACK_AUDIO' | 'ALBUM_IMAGE' | 'ARTIST_IMAGE';

/** A file that is not as it should be. Gone when a later scan sees it whole. */
@Entity('watchdog_finding')
@Index('watchdog_finding_content', ['contentType', 'contentId'], { unique: true })
@Index('watchdog_finding_scan', ['scanId'])
export class WatchdogFindingEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column('text', { name: 'content_type' })
  contentType: MediaContentType;

  @Column('text', { name: 'content_id' })
  contentId: string;

  @Column('text', { name: 'content_name', nullable: true })
  contentName: string | null;

  /** JSON list: the albums it belongs to. */
  @Column('text', { name: 'album_ids' })
  albumIds: string;

  @Column('text')
  uri: string;

  @Column('text')
  problem: Problem;

  /** As recorded when it arrived. */
  @Column('integer', { name: 'expected_bytes', nullable: true })
  expectedBytes: number | null;

  @Column('integer', { name: 'found_bytes', nullable: true })
  foundBytes: number | null;

  @Column('integer', { name: 'found_at' })
  foundAt: number;

  @Column('integer', { name: 'seen_at' })
  seenAt: number;

  /** The last scan that saw it so. */
  @Column('integer', { name: 'scan_id' })
  scanId: number;

  /** The last scan that decided about a repair. */
  @Column('integer', { name: 'judged_scan_id', nullable: true })
  judgedScanId: number | null;

  /** The repair that was queued for it last; no foreign key, because an administrator may delete the item. */
  @Column('text', { name: 'queue_item_id', nullable: true })
  queueItemId: string | null;
}
