import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** `running` without a living run: its process was killed. */
export type ScanStatus = 'running' | 'completed' | 'failed' | 'cancelled';

/** One run of the integrity watchdog. */
@Entity('watchdog_scan')
export class WatchdogScanEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column('text')
  status: ScanStatus;

  @Column('integer', { name: 'is_dry_run' })
  isDryRun: number;

  @Column('integer', { name: 'is_forced' })
  isForced: number;

  @Column('integer', { name: 'started_at' })
  startedAt: number;

  @Column('integer', { name: 'finished_at', nullable: true })
  finishedAt: number | null;

  @Column('integer', { name: 'duration_ms', nullable: true })
  durationMs: number | null;

  /** Looked for, and their size compared. */
  @Column('integer', { name: 'files_checked', default: 0 })
  filesChecked: number;

  /** Read and compared with the recorded fingerprint. */
  @Column('integer', { name: 'files_verified', default: 0 })
  filesVerified: number;

  @Column('integer', { name: 'bytes_verified', default: 0 })
  bytesVerified: number;

  @Column('integer', { name: 'track_audio_faults', default: 0 })
  trackAudioFaults: number;

  @Column('integer', { name: 'album_image_faults', default: 0 })
  albumImageFaults: number;

  @Column('integer', { name: 'artist_image_faults', default: 0 })
  artistImageFaults: number;

  @Column('integer', { name: 'items_queued', default: 0 })
  itemsQueued: number;

  @Column('integer', { name: 'items_skipped', default: 0 })
  itemsSkipped: number;

  /** Why it failed or was cancelled. */
  @Column('text', { name: 'error_message', nullable: true })
  errorMessage: string | null;
}
