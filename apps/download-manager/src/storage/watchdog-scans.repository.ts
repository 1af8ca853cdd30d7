import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type ScanStatus, type WatchdogScanEntity } from './entities/watchdog-scan.entity.js';

export type Scan = WatchdogScanEntity;

/** What a scan has done so far. */
export interface ScanTotals {
  readonly filesChecked: number;
  readonly filesVerified: number;
  readonly bytesVerified: number;
  readonly itemsQueued: number;
  readonly itemsSkipped: number;
}

/** So many scans are remembered. */
const KEPT = 100;

/** Begins a scan and gives its number; one that still counts as running died with its process. */
export async function beginScan(
  tx: WriteTransaction,
  scan: { isDryRun: boolean; isForced: boolean; now: number },
): Promise<number> {
  await tx.run(
    `UPDATE watchdog_scan SET status = 'failed', finished_at = ?, error_message = 'Interrupted' WHERE status = 'running'`,
    [scan.now],
  );
  const { lastId } = await tx.run(
    `INSERT INTO watchdog_scan (status, is_dry_run, is_forced, started_at) VALUES ('running', ?, ?, ?)`,
    [Number(scan.isDryRun), Number(scan.isForced), scan.now],
  );
  await tx.run('DELETE FROM watchdog_scan WHERE id <= ?', [lastId - KEPT]);
  return lastId;
}

const faultsOf = (contentType: string): string =>
  `(SELECT count(*) FROM watchdog_finding WHERE scan_id = ?1 AND content_type = '${contentType}')`;

/** Faults are counted from the findings. */
export async function endScan(
  tx: WriteTransaction,
  id: number,
  end: { status: ScanStatus; errorMessage: string | null; now: number; durationMs: number; totals: ScanTotals },
): Promise<void> {
  const { totals } = end;
  await tx.run(
    `UPDATE watchdog_scan SET status = ?2, error_message = ?3, finished_at = ?4, duration_ms = ?5, files_checked = ?6,
       files_verified = ?7, bytes_verified = ?8, items_queued = ?9, items_skipped = ?10,
       track_audio_faults = ${faultsOf('TRACK_AUDIO')}, album_image_faults = ${faultsOf('ALBUM_IMAGE')},
       artist_image_faults = ${faultsOf('ARTIST_IMAGE')} WHERE id = ?1`,
    [
      ...[id, end.status, end.errorMessage, end.now, end.durationMs, totals.filesChecked, totals.filesVerified],
      ...[totals.bytesVerified, totals.itemsQueued, totals.itemsSkipped],
    ],
  );
}

const COLUMNS = `id, status, is_dry_run AS isDryRun, is_forced AS isForced, started_at AS startedAt,
  finished_at AS finishedAt, duration_ms AS durationMs, files_checked AS filesChecked, files_verified AS filesVerified,
  bytes_verified AS bytesVerified, track_audio_faults AS trackAudioFaults, album_image_faults AS albumImageFaults,
  artist_image_faults AS artistImageFaults, items_queued AS itemsQueued, items_skipped AS itemsSkipped,
  error_message AS errorMessage`;

export const lastScan = (reader: Reader): Promise<Scan | undefined> =>
  reader.get<Scan>(`SELECT ${COLUMNS} FROM watchdog_scan ORDER BY id DESC LIMIT 1`);

export const scanOf = (reader: Reader, id: number): Promise<Scan | undefined> =>
  reader.get<Scan>(`SELECT ${COLUMNS} FROM watchdog_scan WHERE id = ?`, [id]);
