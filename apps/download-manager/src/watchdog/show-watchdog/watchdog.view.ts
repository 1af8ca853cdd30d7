import { ApiProperty } from '@pezzottify/http-edge';
import { type ScanStatus } from '../../storage/entities/watchdog-scan.entity.js';
import { type Scan } from '../../storage/watchdog-scans.repository.js';
import { type Verification } from '../scan/verification.js';

const STATUSES: readonly ScanStatus[] = ['running', 'completed', 'failed', 'cancelled'];
const count = (): PropertyDecorator => ApiProperty({ type: 'integer', nullable: true });

export class ScanView {
  @ApiProperty() id: number;
  @ApiProperty({ enum: [...STATUSES] }) status: ScanStatus;
  @ApiProperty() is_dry_run: boolean;
  @ApiProperty() is_forced: boolean;
  @ApiProperty() started_at: number;
  @count() finished_at: number | null;
  @count() duration_ms: number | null;
  @ApiProperty({ description: 'Looked for, and their size compared' }) files_checked: number;
  @ApiProperty({ description: 'Read, and their fingerprint compared' }) files_verified: number;
  @ApiProperty() bytes_verified: number;
  @ApiProperty() missing_track_audio_count: number;
  @ApiProperty() missing_album_images_count: number;
  @ApiProperty() missing_artist_images_count: number;
  @ApiProperty() total_missing: number;
  @ApiProperty() items_queued: number;
  @ApiProperty() items_skipped: number;
  @ApiProperty({ type: 'string', nullable: true }) error_message: string | null;
}

/** A round reads every file once, over as many scans as it takes. */
export class VerificationView {
  @ApiProperty() round_started_at: number;
  @ApiProperty() files_verified: number;
  @ApiProperty() bytes_verified: number;
  @count() last_round_ended_at: number | null;
}

export class WatchdogView {
  @ApiProperty({ type: ScanView, nullable: true }) last_scan: ScanView | null;
  @ApiProperty({ type: VerificationView, nullable: true }) verification: VerificationView | null;
}

export const toScanView = (scan: Scan): ScanView => ({
  id: scan.id,
  status: scan.status,
  is_dry_run: scan.isDryRun === 1,
  is_forced: scan.isForced === 1,
  started_at: scan.startedAt,
  finished_at: scan.finishedAt,
  duration_ms: scan.durationMs,
  files_checked: scan.filesChecked,
  files_verified: scan.filesVerified,
  bytes_verified: scan.bytesVerified,
  missing_track_audio_count: scan.trackAudioFaults,
  missing_album_images_count: scan.albumImageFaults,
  missing_artist_images_count: scan.artistImageFaults,
  total_missing: scan.trackAudioFaults + scan.albumImageFaults + scan.artistImageFaults,
  items_queued: scan.itemsQueued,
  items_skipped: scan.itemsSkipped,
  error_message: scan.errorMessage,
});

export const toVerificationView = (verification: Verification): VerificationView => ({
  round_started_at: verification.round_started_at,
  files_verified: verification.files_verified,
  bytes_verified: verification.bytes_verified,
  last_round_ended_at: verification.last_round_ended_at,
});
